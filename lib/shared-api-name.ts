/** Warnings at synth of an API whose name, by which CloudWatch knows it, another API may have too, or the alarm has not. */
import { Annotations, Aspects, Reference, Stack } from 'aws-cdk-lib';
import { RestApiBase } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { textOf, withStandIns } from './deployed-text.ts';
import type { StandIn } from './deployed-text.ts';

/**
 * The metrics of REST APIs have no dimension with the API's id (Amazon API Gateway: "Amazon API Gateway dimensions and
 * metrics"): APIs with one name in an account and region count together. Checked at synth, when the app is complete. The
 * name of somebody's API is not changed: alarms of theirs may look for it.
 */
export function warnOfSharedApiName(scope: Construct, api: RestApiBase): void {
  Aspects.of(scope).add({
    visit: (node) => {
      if (node !== scope) return;
      if (isNamedByAnotherStack(scope, api))
        Annotations.of(scope).addWarningV2(NEVER, neverRings(scope, api));
      const shared = sharedWith(api);
      if (shared !== undefined) Annotations.of(scope).addWarningV2(SHARED, alsoRings(api, shared));
    },
  });
}

const SHARED = 'step-up-authorizer:shared-api-name';
const NEVER = 'step-up-authorizer:api-name-of-another-stack';

function alsoRings(api: RestApiBase, shared: string): string {
  return (
    `The alarm ApiServerErrors also rings for ${shared}, since CloudWatch knows ${api.node.path} by its name alone. ` +
    'Give it one of its own, with the name of the stack in it: restApiName: `${stack.stackName}-api`. ' +
    'An alarm of yours that names the API needs the new name too.'
  );
}

function neverRings(scope: Construct, api: RestApiBase): string {
  const [ofApi, ofAlarm] = [Stack.of(api).node.path, Stack.of(scope).node.path];
  return (
    `The alarm ApiServerErrors never rings. Aws.STACK_NAME in restApiName of ${api.node.path} is the name of ${ofApi} where the API ` +
    `gets its name, and the name of ${ofAlarm} where the alarm, which is in that stack, looks for it. Use \`\${stack.stackName}\` ` +
    `of ${ofApi} in restApiName: it is the same in both.`
  );
}

/** `Aws.STACK_NAME` says in each stack the name of that stack; a reference to the name of a stack says the same in all. */
function isNamedByAnotherStack(scope: Construct, api: RestApiBase): boolean {
  if (Stack.of(scope) === Stack.of(api)) return false;
  const standIn: StandIn = (part) => (Reference.isReference(part) ? '' : JSON.stringify(part));
  return textOf(withStandIns(api.restApiName, scope, standIn), standIn).includes('AWS::StackName');
}

/** Which other APIs may have the name; undefined if none can. */
function sharedWith(api: RestApiBase): string | undefined {
  const twin = api.node.root.node
    .findAll()
    .filter((node) => node instanceof RestApiBase)
    .find((one) => one !== api && Stack.of(one) === Stack.of(api) && nameOf(one) === nameOf(api));
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
