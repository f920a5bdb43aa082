/** The configuration of the authorizer and of the token exchange, from their environment. */
import * as v from 'valibot';
import { ENVIRONMENT } from '../../core/contract.ts';
import { MOST_CANDIDATES } from '../../core/policy/precedence.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import { jsonText, NOT_SET, parseEnvironment, tableName } from '../environment.ts';
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

/** Synth has checked the issuers already. So http issuers on loopback, as in the local run, are accepted here. */
const trustConfig = v.pipe(
  jsonText,
  v.rawTransform(({ dataset: { value }, addIssue, NEVER }): TrustConfig => {
    const parsed = parseTrustConfig(value, { allowLoopbackIssuers: true });
    if (parsed.ok) return parsed.value;
    for (const { field, message } of parsed.error) {
      addIssue({
        message,
        path: [{ type: 'unknown', origin: 'value', input: value, key: field, value: undefined }],
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
      [ENVIRONMENT.trustConfig]: trustConfig,
    },
    NOT_SET,
  ),
  v.transform((values): Config => ({
    policyTable: values.POLICY_TABLE,
    grantTable: values.GRANT_TABLE,
    riskTable: values.RISK_TABLE,
    mostCandidates: values.MOST_CANDIDATES,
    trust: values.TRUST_CONFIG,
  })),
);

/**
 * Parses the environment of the authorizer and of the token exchange. Throws with every bad key at once: the function
 * then fails to start, and API Gateway refuses every request with its AUTHORIZER_FAILURE response.
 */
export function parseConfig(environment: Environment): Config {
  return parseEnvironment(requestEnvironment, environment);
}
