/** The JSON Schema of the scenarios. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { scenarioFile } from './scenarios.ts';

/** Editors check scenario files with it. It cannot check the form of a time: the command does. */
export function scenariosJsonSchema() {
  return toJsonSchema(scenarioFile, { typeMode: 'input', errorMode: 'ignore' });
}
