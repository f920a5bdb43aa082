/** Policies in kept tables that are not those with which the app starts. */
import * as v from 'valibot';
import { getItem } from '../../adapters/dynamodb/items.ts';
import { createLocalClient } from '../../adapters/dynamodb/loopback-client.ts';
import { plainItem } from '../../adapters/dynamodb/plain-item.ts';
import { canonical } from '../../core/canonical.ts';
import { ENVIRONMENT, TABLES } from '../../core/contract.ts';
import { seedsProperty } from '../../core/seeds.ts';
import type { LocalStack } from '../stack.ts';
import type { CustomResource } from '../template/template.ts';

/** For all items together, in milliseconds. */
const DEADLINE = 5_000;

const properties = v.object({ Seeds: seedsProperty });

/** The keys of the items that the template creates and that the table has otherwise, or not at all. */
export async function changedPolicies(
  stack: Pick<LocalStack, 'template' | 'dynamodb'>,
): Promise<readonly string[]> {
  const { template, dynamodb } = stack;
  const client = createLocalClient(dynamodb.endpoint, template.region);
  const abortSignal = AbortSignal.timeout(DEADLINE);
  const changed: string[] = [];
  try {
    for (const { table, seeds } of template.customResources.flatMap((one) => seedsOf(one, stack))) {
      for (const seed of seeds) {
        const key = { [TABLES.policy.partitionKey]: seed.route };
        const item = await getItem(client, { table, key }, { abortSignal });
        if (item === undefined || contentOf(plainItem(item)) !== contentOf(seed)) changed.push(seed.route);
      }
    }
  } finally {
    client.destroy();
  }
  return changed;
}

/** None for a custom resource of another kind. */
function seedsOf(resource: CustomResource, { template }: Pick<LocalStack, 'template'>) {
  const parsed = v.safeParse(properties, resource.properties);
  const table = template.functions.find(({ logicalId }) => logicalId === resource.functionId)?.environment[
    ENVIRONMENT.policyTable
  ];
  return parsed.success && table !== undefined ? [{ table, seeds: parsed.output.Seeds }] : [];
}

/** As text, without the record of the last change. */
function contentOf(item: Readonly<Record<string, unknown>>): string {
  return canonical({ ...item, version: undefined, updatedAt: undefined, updatedBy: undefined });
}
