/** Which APIs synth can see into, and what belongs to one. */
import { CfnResource, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import { SetupError } from '../setup-error.ts';
import { isSame, namedBy, namedIn } from './named.ts';
import type { Named } from './named.ts';

/** What the id of an API names: this API, another one of the app, or none that synth knows. */
type ApiId = 'this' | 'another' | 'unknown';

function judged(one: Named | undefined, api: apigateway.RestApi): ApiId {
  if (one === undefined || !CfnResource.isCfnResource(one.element)) return 'unknown';
  if (one.element.cfnResourceType !== apigateway.CfnRestApi.CFN_RESOURCE_TYPE_NAME) return 'unknown';
  return isSame(one, namedBy(api.restApiId, Stack.of(api))) ? 'this' : 'another';
}

/** The API of a part, such as a method or a deployment, as the template says it. */
export function apiOf(part: CfnResource, api: apigateway.RestApi): ApiId {
  return judged(namedIn(part, 'RestApiId'), api);
}

/** Whether a part of an API is of this API. */
export function attachedTo(api: apigateway.RestApi, part: CfnResource): boolean {
  return apiOf(part, api) === 'this';
}

/** Whether two are one API, of which one may be imported by the id of the other. */
export function isSameApi(one: apigateway.IRestApi, api: apigateway.RestApi): boolean {
  return one === api || judged(namedBy(one.restApiId, one.stack), api) === 'this';
}

/**
 * Throws a SetupError for an API whose methods synth cannot see: they can be neither protected nor judged. From
 * JavaScript, or by a cast, any API may come.
 */
export function requireVisible(api: apigateway.RestApi): void {
  const [reason] = invisible(api);
  if (reason !== undefined) throw new SetupError(reason);
}

/** Says so of an API that is imported, or whose methods are in a definition; at synth also of one that became so. */
export function invisible(api: IConstruct): readonly string[] {
  const what = `${api.node.path} is not an API whose methods CDK makes`;
  const todo = 'Make it a RestApi (or a LambdaRestApi), and its methods by addMethod.';
  const cfnApi = api.node.defaultChild;
  if (!(api instanceof apigateway.RestApi) || !(cfnApi instanceof apigateway.CfnRestApi)) {
    return [
      `${what}: synth sees no method of an imported API or of a SpecRestApi, and cannot protect one. ${todo}`,
    ];
  }
  if (cfnApi.body === undefined && cfnApi.bodyS3Location === undefined) return [];
  return [`${what}: it has a definition (body), and synth does not see the methods that are in it. ${todo}`];
}
