/** Creates policy items at deployment, and never changes an item that exists. */
import { CustomResource, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { BUNDLES } from '../core/contract.ts';
import { parseGroupItem, parsePolicyItem } from '../core/policy/item.ts';
import { isGroupKey } from '../core/policy/key.ts';
import { bundledFunction } from './bundled-function.ts';
import type { Policy } from './policy.ts';
import { mistakeList } from '../core/mistake-list.ts';
import { SetupError } from './setup-error.ts';
import { allowSeedingPolicies } from './table-access.ts';
import type { StepUpTable } from './tables.ts';

type PolicySeed = Policy & { readonly route: string };

/**
 * One custom resource for all seeds. Its function creates each item once for each table, and only if the key has none: an
 * administrator's edit or deletion is never undone, and a table that is given later has the seeds, too.
 */
export class PolicySeeds extends Construct {
  readonly #seeds: PolicySeed[] = [];
  readonly #vocabulary: readonly string[];
  readonly #tableName: string;

  /** `vocabulary` is that of the trust config. */
  constructor(scope: Construct, id: string, table: StepUpTable, vocabulary: readonly string[]) {
    super(scope, id);
    this.#vocabulary = vocabulary;
    this.#tableName = table.tableName;
    const other = this.#otherOnTable();
    if (other !== undefined)
      throw new SetupError(
        `${scope.node.path} and ${other} have one policy table, which is for the routes of one API: give each its own.`,
      );
    const seeding = bundledFunction(this, 'Function', {
      bundle: BUNDLES.seedPolicies,
      description: 'Creates policy items that do not exist yet, at deployment',
      settings: { memorySize: 256 },
      timeout: Duration.seconds(60),
    });
    allowSeedingPolicies(seeding, table);
    const resource = new CustomResource(this, 'Seeds', {
      resourceType: 'Custom::StepUpPolicySeeds',
      serviceToken: seeding.functionArn,
      // By default, CloudFormation waits an hour for a function that does not answer.
      serviceTimeout: Duration.minutes(3),
      // As JSON text: CloudFormation turns numbers and booleans in properties into strings.
      properties: {
        Table: table.tableName,
        Seeds: Lazy.string({ produce: () => JSON.stringify(this.#seeds) }),
      },
    });
    // Its properties wait for the table, and for nothing that an app has put below the table, which may wait for the API.
    resource.node.addDependency(seeding);
  }

  /** Adds the policy of a route or a group. Throws a SetupError with every mistake in it, or if the route has a policy already. */
  add(route: string, policy: Policy): void {
    const seed = { route, ...policy };
    const parse = isGroupKey(route) ? parseGroupItem : parsePolicyItem;
    const parsed = parse(seed, this.#vocabulary);
    if (!parsed.ok) {
      throw new SetupError(
        `The policy of ${route} has mistakes (the acr vocabulary is ${this.#vocabulary.join(', ')}):\n${mistakeList(parsed.error)}`,
      );
    }
    if (isUnearnable(policy)) {
      throw new SetupError(
        `The policy of ${route} demands a grant, and nothing that would earn one: give it an acr, acrValues or a maxAge.`,
      );
    }
    if (Token.isUnresolved(JSON.stringify(seed)))
      throw new SetupError(
        `The policy of ${route} has a value that is known only at deployment: write it as text. Such a value could change the ` +
          'policies beside it.',
      );
    if (this.#seeds.some((other) => other.route === route))
      throw new SetupError(`${route} has two policies: give it one.`);
    this.#seeds.push(seed);
  }

  /** The path of another construct of this stack with this policy table. */
  #otherOnTable(): string | undefined {
    const { node } = Stack.of(this);
    const others = node.findAll().filter((one) => one instanceof PolicySeeds && one !== this);
    return others.find((one) => one instanceof PolicySeeds && one.#tableName === this.#tableName)?.node.scope
      ?.node.path;
  }

  /** All seeds, for checks against the API. */
  list(): readonly PolicySeed[] {
    return this.#seeds;
  }
}

/**
 * Whether the policy demands a grant, but no sign-in for which one is issued. A group may demand the sign-in. Unlike in
 * core/policy/requirement.ts, a grant for one use does not count as a demand for a recent sign-in here.
 */
function isUnearnable({ grant, group, acr, acrValues, maxAge }: Policy): boolean {
  const demands = grant?.required === true || grant?.use === 'once';
  return demands && [group, acr, acrValues, maxAge].every((one) => one === undefined);
}
