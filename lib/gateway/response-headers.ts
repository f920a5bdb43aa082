/** The header mappings of a gateway response. Header names are compared without case (RFC 9110 §5.1). */
import type { CfnGatewayResponse } from 'aws-cdk-lib/aws-apigateway';
import { SetupError } from '../setup-error.ts';

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

/**
 * The mappings of both; of a header that both have, that of `ours`. Credentials of theirs go where ours allow any origin:
 * browsers refuse an answer with both (Fetch standard, "CORS check").
 */
export function merged(theirs: HeaderMappings, ours: HeaderMappings): Record<string, string> {
  const names = new Set(Object.keys(ours).map((name) => name.toLowerCase()));
  if (ours[ALLOW_ORIGIN] === "'*'") names.add(ALLOW_CREDENTIALS);
  const kept = Object.entries(theirs).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...ours };
}

const ALLOW_ORIGIN = 'gatewayresponse.header.Access-Control-Allow-Origin';
const ALLOW_CREDENTIALS = 'gatewayresponse.header.access-control-allow-credentials';
