/**
 * Renders mapping templates (AWS: "Mapping template transformations"): of VTL, references alone. A template that needs more
 * is refused when it is read.
 */

import { ownValue } from '../../core/own-value.ts';

/** What a template can refer to. */
export interface TemplateVariables {
  /** By its name behind `$context.`, or as `stageVariables.…`. */
  readonly context: Readonly<Record<string, string>>;
  /** A parameter of the request: of the path, else of the query, else a header. */
  readonly parameter: (name: string) => string | undefined;
}

const REFERENCE =
  /\$(?:context\.(?<context>\w+(?:\.\w+)*)|(?<stage>stageVariables\.\w+)|input\.params\('(?<parameter>[^']+)'\))/g;

/** A reference or a directive of another kind. */
const OTHER = /\$!?\{?[A-Za-z][\w.]*|#\{?[A-Za-z@*#[]\w*/;

/** Throws for a template that cannot be rendered, and names what it has. */
export function requireRenderable(template: string): void {
  const other = OTHER.exec(template.replace(REFERENCE, ''))?.[0];
  if (other === undefined) return;
  throw new Error(
    `the local run renders no VTL but $context.…, $stageVariables.… and $input.params('…'), and what CDK writes for several ` +
      `allowed origins; the template has ${other}`,
  );
}

/** A reference that is not set is empty. */
export function render(template: string, { context, parameter }: TemplateVariables): string {
  return template.replace(REFERENCE, (...found) => {
    const groups: unknown = found.at(-1);
    const [ofContext, ofStage, name] = ['context', 'stage', 'parameter'].map((key) => textIn(groups, key));
    const variable = ofContext ?? ofStage;
    return (variable === undefined ? parameter(name ?? '') : ownValue(context, variable)) ?? '';
  });
}

function textIn(groups: unknown, key: string): string | undefined {
  const value: unknown = new Map(Object.entries(groups ?? {})).get(key);
  return typeof value === 'string' ? value : undefined;
}
