/** The configuration of the seeding of policies, from its environment. */
import * as v from 'valibot';
import { ENVIRONMENT } from '../../core/contract.ts';
import { NOT_SET, parseEnvironment, tableName } from '../environment.ts';
import type { Environment } from '../environment.ts';

export interface SeedConfig {
  readonly policyTable: string;
}

const seedEnvironment = v.pipe(
  v.object({ [ENVIRONMENT.policyTable]: tableName }, NOT_SET),
  v.transform((values): SeedConfig => ({ policyTable: values.POLICY_TABLE })),
);

/** Parses the environment. Throws with every bad key at once. */
export function parseSeedConfig(environment: Environment): SeedConfig {
  return parseEnvironment(seedEnvironment, environment);
}
