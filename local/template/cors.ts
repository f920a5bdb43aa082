/** The one VTL template that CDK writes into our stack: OPTIONS with several allowed origins. */

const CONDITION = /#if\((\$origin == "[^"]+"(?: \|\| \$origin == "[^"]+")*)\)/;

/**
 * The origins that the template allows beside the one in the mapped header; empty for no template.
 * Throws for any other VTL, which the local run does not know.
 */
export function otherAllowedOrigins(template: string): readonly string[] {
  if (template === '') return [];
  const condition = CONDITION.exec(template)?.[1] ?? '';
  if (template !== corsTemplate(condition)) {
    throw new Error('the local run knows no VTL but what CDK writes for several allowed origins');
  }
  return condition.split(' || ').map((one) => /"([^"]+)"/.exec(one)?.[1] ?? '');
}

/** The template that `addCorsPreflight` of aws-cdk-lib writes. */
function corsTemplate(condition: string): string {
  return [
    '#set($origin = $input.params().header.get("Origin"))',
    '#if($origin == "")',
    '  #set($origin = $input.params().header.get("origin"))',
    '#end',
    `#if(${condition})`,
    '  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
    '#end',
  ].join('\n');
}
