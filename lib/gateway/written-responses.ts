/** What this construct has written into a gateway response, and whether the template still has it. */
import { isDeepStrictEqual } from 'node:util';
import type { CfnGatewayResponse, RestApi } from 'aws-cdk-lib/aws-apigateway';
import * as v from 'valibot';
import type { GatewayResponseName } from './fixed-answers.ts';
import { renderedProperties } from './rendered-properties.ts';
import type { HeaderMappings } from './response-headers.ts';
import { attachedTo } from './visible-api.ts';

export interface WrittenResponse {
  readonly type: GatewayResponseName;
  readonly response: CfnGatewayResponse;
  readonly content: WrittenContent;
}

export interface WrittenContent {
  readonly statusCode: string | undefined;
  readonly responseParameters: HeaderMappings;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

/** A copy: other code may change in place what the response holds. */
export function write(response: CfnGatewayResponse, content: WrittenContent): void {
  response.statusCode = content.statusCode;
  response.responseParameters = { ...content.responseParameters };
  response.responseTemplates = { ...content.responseTemplates };
}

/**
 * Says so of a response that an aspect, an override or an assignment has changed since, or that CloudFormation makes only
 * under a condition. Other code may add headers that we do not set.
 */
export function changed(written: WrittenResponse, api: RestApi): readonly string[] {
  const { response, type } = written;
  const names = changedProperties(written);
  if (!attachedTo(api, response)) names.push('RestApiId');
  if (response.cfnOptions.condition !== undefined) names.push('Condition');
  if (names.length === 0) return [];
  return [
    `${response.node.path} answers for step-up as ${type}, and its ${names.join(', ')} is not what step-up has set: clients would ` +
      'not get the challenge. Leave it out of your aspects, overrides and assignments; they may add headers that step-up does ' +
      'not set.',
  ];
}

function changedProperties({ response, type, content }: WrittenResponse): string[] {
  const rendered = renderedProperties(response);
  const { ResponseParameters: parameters = {}, ...others } = rendered;
  const wanted = {
    ResponseType: type,
    StatusCode: content.statusCode,
    ResponseTemplates: content.responseTemplates,
  };
  const names = Object.entries(wanted).flatMap(([name, value]) =>
    isDeepStrictEqual(response.stack.resolve(value), others[name]) ? [] : [name],
  );
  const ours: unknown = response.stack.resolve(content.responseParameters);
  return keeps(parameters, ours) ? names : [...names, 'ResponseParameters'];
}

const mappings = v.record(v.string(), v.unknown());

/** Whether all of `ours` are there, and none a second time under a name in another case. */
function keeps(rendered: unknown, ours: unknown): boolean {
  if (!v.is(mappings, rendered) || !v.is(mappings, ours)) return false;
  const names = new Set(Object.keys(ours).map((name) => name.toLowerCase()));
  const counted = Object.entries(rendered).filter(([name]) => names.has(name.toLowerCase()));
  return isDeepStrictEqual(Object.fromEntries(counted), ours);
}

/** What a deployment depends on: the content as the template has it, which other code may have added to. */
export function fingerprintOf(response: CfnGatewayResponse) {
  const {
    ResponseType: responseType,
    StatusCode: statusCode,
    ResponseParameters: responseParameters,
    ResponseTemplates: responseTemplates,
  } = renderedProperties(response);
  return { responseType, statusCode, responseParameters, responseTemplates };
}
