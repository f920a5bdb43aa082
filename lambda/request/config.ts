/** The configuration of the authorizer and of the token exchange, from their environment and the file beside their code. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ENVIRONMENT, TRUST_FILE } from '../../core/contract.ts';
import { MOST_CANDIDATES } from '../../core/policy/precedence.ts';
import { parseTrustFile } from '../../core/trust/trust-file.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import { NOT_SET, parseEnvironment, tableName } from '../environment.ts';
import type { Environment } from '../environment.ts';

/** The configuration of the authorizer and of the token exchange. */
export interface Config {
  readonly policyTable: string;
  readonly grantTable: string;
  readonly riskTable: string;
  readonly trust: TrustConfig;
  /** The largest number of policy keys that a route of the API can have. */
  readonly mostCandidates: number;
}

const trustConfig = v.pipe(
  v.object({
    file: v.string(`is missing: there is no ${TRUST_FILE} beside the code`),
    environment: v.record(v.string(), v.optional(v.string())),
  }),
  v.rawTransform(({ dataset: { value }, addIssue, NEVER }): TrustConfig => {
    const parsed = parseTrustFile(value.file, value.environment);
    if (parsed.ok) return parsed.value;
    for (const { field, message } of parsed.error) {
      addIssue({
        message,
        ...(field === ''
          ? {}
          : { path: [{ type: 'unknown', origin: 'value', input: value, key: field, value: undefined }] }),
      });
    }
    return NEVER;
  }),
);

const requestEnvironment = v.pipe(
  v.object(
    {
      [ENVIRONMENT.policyTable]: tableName,
      [ENVIRONMENT.grantTable]: tableName,
      [ENVIRONMENT.riskTable]: tableName,
      [ENVIRONMENT.mostCandidates]: v.optional(
        v.pipe(
          v.string(),
          v.toNumber('is not a number'),
          v.integer('is not a whole number'),
          v.minValue(2, 'is below 2'),
          v.maxValue(MOST_CANDIDATES, `is above ${MOST_CANDIDATES}`),
        ),
        String(MOST_CANDIDATES),
      ),
      trustConfig,
    },
    NOT_SET,
  ),
  v.transform((values): Config => ({
    policyTable: values.POLICY_TABLE,
    grantTable: values.GRANT_TABLE,
    riskTable: values.RISK_TABLE,
    mostCandidates: values.MOST_CANDIDATES,
    trust: values.trustConfig,
  })),
);

/**
 * Parses the environment of the authorizer and of the token exchange, and the text of the file with the trust config.
 * Throws with every bad key at once: the function then fails to start, and API Gateway refuses every request with its
 * AUTHORIZER_FAILURE response.
 */
export function parseConfig(environment: Environment, trustFile: string | undefined): Config {
  const trust = { file: trustFile, environment };
  return parseEnvironment(requestEnvironment, { ...environment, trustConfig: trust });
}

/** The configuration of this function, from its environment and the file beside its code. Throws as `parseConfig`. */
export function readConfig(): Config {
  const file = join(process.env.LAMBDA_TASK_ROOT ?? '', TRUST_FILE);
  return parseConfig(process.env, existsSync(file) ? readFileSync(file, 'utf8') : undefined);
}
