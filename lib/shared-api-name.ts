/** A warning at synth of an API whose name, by which CloudWatch knows it, another API may have too. */
import { Annotations, Aspects, Stack } from 'aws-cdk-lib';
import { RestApiBase } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';

/**
 * The metrics of REST APIs have no dimension with the API's id (Amazon API Gateway: "Amazon API Gateway dimensions and
 * metrics"): APIs with one name in an account and region count together. Checked at synth, when the app is complete. The
 * name of somebody's API is not changed: alarms of theirs may look for it.
 */
export function warnOfSharedApiName(scope: Construct, api: RestApiBase): void {
  Aspects.of(scope).add({
    visit: (node) => {
      if (node !== scope) return;
      const shared = sharedWith(api);
      if (shared === undefined) return;
      Annotations.of(scope).addWarningV2(
        'step-up-authorizer:shared-api-name',
        `The alarm ApiServerErrors also rings for ${shared}, since CloudWatch knows ${api.node.path} by its name alone. ` +
          'Give it one of its own, with the name of the stack in it: restApiName: `${stack.stackName}-api`. ' +
          'An alarm of yours that names the API needs the new name too.',
      );
    },
  });
}

/** Which other APIs may have the name; undefined if none can. */
function sharedWith(api: RestApiBase): string | undefined {
  const [twin] = api.node.root.node
    .findAll()
    .filter((node) => node instanceof RestApiBase && node !== api && Stack.of(node) === Stack.of(api))
    .filter((node) => node instanceof RestApiBase && nameOf(node) === nameOf(api));
  if (twin !== undefined) return `${twin.node.path}, which has the same name`;
  return hasNameOfStack(api)
    ? undefined
    : `every API named ${nameOf(api)} in the account and region, such as that of another deployment of this app`;
}

/** As CloudFormation gets it: a name that is known only at deployment is JSON with references. */
function nameOf(api: RestApiBase): string {
  const name: unknown = Stack.of(api).resolve(api.restApiName);
  return typeof name === 'string' ? name : JSON.stringify(name);
}

/** A parameter counts too: each deployment gives its own. */
function hasNameOfStack(api: RestApiBase): boolean {
  const name = nameOf(api);
  return name.includes(Stack.of(api).stackName) || /"Ref":"(AWS::Stack|(?!AWS::))/.test(name);
}
