/** Puts policy items into the table when the stack is created, and never touches them again. */
import { CustomResource, Duration, Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { BUNDLES, ENVIRONMENT } from '../lambda/contract.ts';
import { bundledFunction } from './bundled-function.ts';
import { SetupError } from './setup-error.ts';
import { grantOnTable } from './tables.ts';
import type { StepUpTable } from './tables.ts';

/** A policy item, as the policy reference has it. */
export type PolicySeed = Readonly<{ route: string } & Record<string, unknown>>;

/**
 * One custom resource for all seeds. Its function writes an item only if there is none, and on an update
 * only the seeds that are new: an administrator's edit or deletion is never undone.
 */
export class PolicySeeds extends Construct {
  readonly #seeds: PolicySeed[] = [];

  constructor(scope: Construct, id: string, table: StepUpTable) {
    super(scope, id);
    const seeding = bundledFunction(this, 'Function', {
      bundle: BUNDLES.seedPolicies,
      description: 'Creates policy items that do not exist yet, at deployment',
      settings: { memorySize: 256 },
      timeout: Duration.seconds(60),
      environment: { [ENVIRONMENT.policyTable]: table.tableName },
    });
    grantOnTable(seeding, table, 'dynamodb:PutItem');
    const resource = new CustomResource(this, 'Seeds', {
      resourceType: 'Custom::StepUpPolicySeeds',
      serviceToken: seeding.functionArn,
      // CloudFormation would wait an hour for a function that cannot answer.
      serviceTimeout: Duration.minutes(3),
      // As one text: CloudFormation turns the numbers and booleans of properties into strings.
      properties: { Seeds: Lazy.string({ produce: () => JSON.stringify(this.#seeds) }) },
    });
    resource.node.addDependency(table, seeding);
  }

  /** Adds a seed. Throws a SetupError when its route has one. */
  add(seed: PolicySeed): void {
    if (this.#seeds.some(({ route }) => route === seed.route))
      throw new SetupError(`${seed.route} has two policies: give it one.`);
    this.#seeds.push(seed);
  }
}
