/** The file with the trust config of a deployed stack: its text is also in the metadata of the authorizer's function. */
import { CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import * as v from 'valibot';
import { TRUST_METADATA } from '../../core/contract.ts';
import { awsSettings } from './aws-clients.ts';
import { refusalOfCall } from './aws-refusal.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { ApiOptions } from '../protected-api.ts';
import type { StackOutput } from './stack-output.ts';

const metadataSchema = v.pipe(v.string(), v.parseJson(), v.object({ [TRUST_METADATA]: v.string() }));

/**
 * CloudFormation gives the metadata to who may describe the resource (AWS CloudFormation API reference:
 * "DescribeStackResource"): it takes no right to read the code of the function. Refuses: `trust_config_missing`, and what
 * AWS refuses.
 */
export async function trustFileInStack(
  options: ApiOptions & { readonly stack: string },
  { authorizerResource }: StackOutput,
): Promise<string> {
  const { stack } = options;
  const metadata =
    authorizerResource === undefined ? undefined : await metadataOf(options, authorizerResource);
  const parsed = v.safeParse(metadataSchema, metadata);
  if (parsed.success) return parsed.output[TRUST_METADATA];
  throw new AdminRefusal(
    'trust_config_missing',
    `stack ${stack} does not have its trust config where this version looks for it: deploy it with this version, or name the file of the trust config with --config`,
  );
}

async function metadataOf(options: ApiOptions & { readonly stack: string }, id: string) {
  const client = new CloudFormationClient(awsSettings(options));
  try {
    const command = new DescribeStackResourceCommand({ StackName: options.stack, LogicalResourceId: id });
    const { StackResourceDetail } = await client.send(command);
    return StackResourceDetail?.Metadata;
  } catch (error) {
    throw refusalOfCall(error, `describing the resource ${id} of stack ${options.stack}`);
  } finally {
    client.destroy();
  }
}
