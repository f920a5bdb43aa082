/** The JSON Schema of the scenarios. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { scenarioFile } from './scenarios.ts';

/** The JSON Schema that editors check files of scenarios with. What it cannot say (a time) is checked when they run. */
export function scenariosJsonSchema() {
  return toJsonSchema(scenarioFile, { typeMode: 'input', errorMode: 'ignore' });
}
