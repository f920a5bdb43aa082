/** The name of a construct in metrics and log lines. */
import { ScopedAws, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * The name of the stack at deployment, and the path of the construct within it, such as `shop-prod/StepUp`. Account and
 * region partition metrics, and a stack's name is unique in them: no two deployments share a name, and an update keeps it.
 * The name of a nested stack is the one that CloudFormation gives it. Another stack that uses it imports it.
 */
export function serviceName(construct: Construct): string {
  const stack = Stack.of(construct);
  const within = construct.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
  return [new ScopedAws(stack).stackName, ...within].join('/');
}
