/** The header mappings of a gateway response. Header names are compared without case (RFC 9110 §5.1). */
import { isDeepStrictEqual } from 'node:util';
import type { CfnGatewayResponse } from 'aws-cdk-lib/aws-apigateway';
import { SetupError } from '../setup-error.ts';
import { renderedProperties } from './rendered-properties.ts';

/** Mappings by `gatewayresponse.header.<name>`. */
export type HeaderMappings = Readonly<Record<string, string>>;

/** Throws a SetupError for mappings whose names are known only at synth. */
export function headersOf({ responseParameters = {}, node }: CfnGatewayResponse): HeaderMappings {
  if (isMappings(responseParameters)) return responseParameters;
  throw new SetupError(`${node.path} has headers whose names are known only at synth: write them out.`);
}

function isMappings(value: object): value is HeaderMappings {
  return !('resolve' in value);
}

/** The mappings of both; of a header that both have, that of `ours`. */
export function merged(theirs: HeaderMappings, ours: HeaderMappings): Record<string, string> {
  const names = new Set(Object.keys(ours).map((name) => name.toLowerCase()));
  const kept = Object.entries(theirs).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...ours };
}

/** Says so of a response that has an override, or that CloudFormation makes only under a condition. */
export function changed(response: CfnGatewayResponse): readonly string[] {
  const { stack, statusCode, responseParameters, responseTemplates, cfnOptions, node } = response;
  const { StatusCode, ResponseParameters, ResponseTemplates } = renderedProperties(response);
  const rendered = { StatusCode, ResponseParameters, ResponseTemplates };
  const ours: unknown = stack.resolve({
    StatusCode: statusCode,
    ResponseParameters: responseParameters,
    ResponseTemplates: responseTemplates,
  });
  const same = isDeepStrictEqual(withoutUndefined(ours), withoutUndefined(rendered));
  if (same && cfnOptions.condition === undefined) return [];
  return [
    `${node.path} answers for step-up, and has an override or a condition: make it without, so that the refusals of the ` +
      'authorizer are what clients expect.',
  ];
}

function withoutUndefined(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
