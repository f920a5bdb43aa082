/** Whether a stage has waited for what its requests need, by what CloudFormation says of the last operation of a stack. */
import {
  CloudFormationClient,
  paginateDescribeStackEvents,
  paginateDescribeStacks,
} from '@aws-sdk/client-cloudformation';
import type { StackEvent } from '@aws-sdk/client-cloudformation';
import type { Cloud } from './cloud.ts';

/** What requests meet. */
const SERVING = ['AWS::ApiGateway::Deployment', 'AWS::ApiGateway::Stage'];

/** What came too late in a stack, or in a stack that is nested in it; undefined where nothing did. */
export async function latecomerIn({ url, access }: Cloud, stackName: string): Promise<string | undefined> {
  const client = new CloudFormationClient({ endpoint: url, ...access });
  const stackIds: string[] = [];
  for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {}))
    for (const { StackName, StackId = '', RootId = '', ParentId = '' } of Stacks)
      if (StackName === stackName || [RootId, ParentId].some((id) => id.includes(`:stack/${stackName}/`)))
        stackIds.push(StackId);
  const latecomers: string[] = [];
  for (const StackName of stackIds) {
    const events: StackEvent[] = [];
    for await (const page of paginateDescribeStackEvents({ client }, { StackName }))
      events.push(...(page.StackEvents ?? []));
    latecomers.push(...latecomersAmong(lastOperation(events)));
  }
  return latecomers[0];
}

/** In their order. They come with the newest first. */
function lastOperation(events: readonly StackEvent[]): StackEvent[] {
  const start = events.findIndex(
    ({ StackId, PhysicalResourceId, ResourceStatus }) =>
      PhysicalResourceId === StackId && /^(?:CREATE|UPDATE)_IN_PROGRESS$/.test(ResourceStatus ?? ''),
  );
  return events.slice(0, start === -1 ? events.length : start).toReversed();
}

/** Policies, and the permission to call the authorizer, that came when something served already. */
function latecomersAmong(events: readonly StackEvent[]): string[] {
  const needed = events.filter((event) => isNeeded(event) && isDone(event));
  const serving = events.findIndex(({ ResourceType = '' }) => SERVING.includes(ResourceType));
  if (serving !== -1 && needed.length < 2)
    return ['policies, or the permission of the authorizer, are not there'];
  // Of a stack with two APIs, the names do not tell which is whose.
  if (serving === -1 || needed.length > 2) return [];
  return needed
    .filter((event) => events.indexOf(event) > serving)
    .map(
      ({ LogicalResourceId = '' }) =>
        `${events[serving]?.LogicalResourceId} did not wait for ${LogicalResourceId}`,
    );
}

function isNeeded({ ResourceType, LogicalResourceId = '' }: StackEvent): boolean {
  return (
    ResourceType === 'Custom::StepUpPolicySeeds' ||
    (ResourceType === 'AWS::Lambda::Permission' && /Authorizer\w*Invoke/.test(LogicalResourceId))
  );
}

function isDone({ ResourceStatus }: StackEvent): boolean {
  return ResourceStatus?.endsWith('_COMPLETE') === true;
}
