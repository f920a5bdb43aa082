/** The functions' configuration: their environment, parsed once when they start. */
import * as v from 'valibot';
import { ENVIRONMENT } from '../core/contract.ts';
import type { AcrVocabulary } from '../core/policy/acr.ts';
import { MOST_CANDIDATES } from '../core/policy/precedence.ts';
import { parse } from '../core/parse.ts';
import type { Mistake } from '../core/parse.ts';
import { parseTrustConfig } from '../core/token/trust-config.ts';
import type { TrustConfig } from '../core/token/trust-config.ts';

export interface Config {
  readonly policyTable: string;
  readonly grantTable: string;
  readonly riskTable: string;
  readonly trust: TrustConfig;
  /** In how many places the policy of a route may stand. */
  readonly mostCandidates: number;
}

const tableName = v.pipe(v.string('is not set'), v.minLength(1, 'is empty'));

const environmentSchema = v.object({
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
  [ENVIRONMENT.trustConfig]: v.pipe(v.string('is not set'), v.parseJson(undefined, 'is not JSON')),
});

/**
 * Parses the environment. Throws with every bad key at once: the function then fails to start, and API
 * Gateway refuses every request with its AUTHORIZER_FAILURE response.
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = parse(environmentSchema, environment);
  if (!parsed.ok) throw new Error(report(parsed.error));
  // What may be trusted was settled at synth; http on loopback, the local run's, harms nobody here.
  const trust = parseTrustConfig(parsed.value.TRUST_CONFIG, { allowLoopbackIssuers: true });
  if (!trust.ok) throw new Error(report(trust.error, `${ENVIRONMENT.trustConfig}.`));
  return {
    policyTable: parsed.value.POLICY_TABLE,
    grantTable: parsed.value.GRANT_TABLE,
    riskTable: parsed.value.RISK_TABLE,
    mostCandidates: parsed.value.MOST_CANDIDATES,
    trust: trust.value,
  };
}

export interface AuditConfig {
  readonly policyTable: string;
  readonly auditTable: string;
  readonly vocabulary: AcrVocabulary;
}

const auditEnvironmentSchema = v.object({
  [ENVIRONMENT.policyTable]: tableName,
  [ENVIRONMENT.auditTable]: tableName,
  [ENVIRONMENT.acr]: v.pipe(
    v.string('is not set'),
    v.parseJson(undefined, 'is not JSON'),
    v.array(v.string('is not a word'), 'is not a list'),
  ),
});

/** Parses the environment of the audit. Throws with every bad key at once. */
export function parseAuditConfig(environment: Readonly<Record<string, string | undefined>>): AuditConfig {
  const parsed = parse(auditEnvironmentSchema, environment);
  if (!parsed.ok) throw new Error(report(parsed.error));
  return {
    policyTable: parsed.value.POLICY_TABLE,
    auditTable: parsed.value.AUDIT_TABLE,
    vocabulary: parsed.value.ACR,
  };
}

function report(problems: readonly Mistake[], prefix = ''): string {
  const lines = problems.map(({ field, message }) => `${prefix}${field} ${message}`);
  return `The environment of this function is not usable: ${lines.join('; ')}. Deploy the stack again.`;
}
