/** The output of a deployed stack that names the API, the authorizer and the audit table for the CLI. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { Output } from '@aws-sdk/client-cloudformation';
import * as v from 'valibot';
import { awsSettings } from './aws-clients.ts';
import { refusalOfCall } from './aws-refusal.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { ApiOptions } from '../protected-api.ts';

/** The start of the description of the output. Its key cannot be known: it contains a hash. */
const DESCRIPTION = 'step-up-authorizer';

const valueSchema = v.object({
  authorizerFunction: v.string(),
  /** The logical id of the function. Stacks of earlier versions do not say it. */
  authorizerResource: v.optional(v.string()),
  apiId: v.string(),
  auditTable: v.optional(v.string()),
});

export type StackOutput = v.InferOutput<typeof valueSchema>;

interface Candidate extends StackOutput {
  readonly key: string;
}

/** The output of the stack. If there are several, the one that `--api` names. */
export async function stackOutput(options: ApiOptions & { readonly stack: string }): Promise<StackOutput> {
  const { stack, api } = options;
  const candidates = (await describe(options)).flatMap((output) => candidateOf(output, stack));
  const chosen =
    api === undefined ? candidates : candidates.filter(({ key, apiId }) => key === api || apiId === api);
  const [one, ...others] = chosen;
  if (one !== undefined && others.length === 0) return one;
  const list = candidates.map(({ key, apiId }) => `\n  --api ${apiId}  (output ${key})`).join('');
  if (candidates.length === 0) {
    throw new AdminRefusal(
      'api_not_found',
      `stack ${stack} has no output of step-up-authorizer: deploy it with this version, or name its policy table with --table and --config`,
    );
  }
  throw new AdminRefusal(
    'api_not_found',
    api === undefined
      ? `stack ${stack} protects ${candidates.length} APIs: choose one with${list}`
      : `stack ${stack} has ${others.length > 0 ? 'more than one' : 'no'} protected API ${api}; it has${list}`,
    { apis: candidates.map(({ key, apiId }) => ({ id: apiId, output: key })) },
  );
}

async function describe(options: ApiOptions & { readonly stack: string }): Promise<readonly Output[]> {
  const client = new CloudFormationClient(awsSettings(options));
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: options.stack }));
    return Stacks[0]?.Outputs ?? [];
  } catch (error) {
    throw refusalOfCall(error, `describing stack ${options.stack}`);
  } finally {
    client.destroy();
  }
}

function candidateOf({ OutputKey: key = '', OutputValue, Description }: Output, stack: string): Candidate[] {
  if (Description?.startsWith(DESCRIPTION) !== true) return [];
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), valueSchema), OutputValue);
  if (parsed.success) return [{ ...parsed.output, key }];
  throw new AdminRefusal(
    'api_not_found',
    `the output ${key} of stack ${stack} is not one that this version writes: deploy it again`,
  );
}
