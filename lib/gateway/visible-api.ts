/** Which APIs synth can see into, and what belongs to one. */
import { isDeepStrictEqual } from 'node:util';
import { Stack } from 'aws-cdk-lib';
import type { CfnElement } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import { SetupError } from '../setup-error.ts';

/**
 * Whether a part of an API names this API. CDK's own authorizers name it by another token, which resolves to the id of
 * the API. In a nested stack, the id of another API may resolve to the same.
 */
export function attachedTo(
  api: apigateway.RestApi,
  part: CfnElement & { readonly restApiId: string },
): boolean {
  if (part.restApiId === api.restApiId) return true;
  if (part.stack !== Stack.of(api)) return false;
  return isDeepStrictEqual(part.stack.resolve(part.restApiId), part.stack.resolve(api.restApiId));
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
