/** The configuration of the policy audit, from its environment. */
import * as v from 'valibot';
import { ENVIRONMENT } from '../../core/contract.ts';
import type { AcrVocabulary } from '../../core/policy/acr.ts';
import { jsonText, NOT_SET, parseEnvironment, tableName } from '../environment.ts';
import type { Environment } from '../environment.ts';

export interface AuditConfig {
  readonly policyTable: string;
  readonly auditTable: string;
  readonly vocabulary: AcrVocabulary;
}

const auditEnvironment = v.pipe(
  v.object(
    {
      [ENVIRONMENT.policyTable]: tableName,
      [ENVIRONMENT.auditTable]: tableName,
      [ENVIRONMENT.acr]: v.pipe(jsonText, v.array(v.string('is not a word'), 'is not a list')),
    },
    NOT_SET,
  ),
  v.transform((values): AuditConfig => ({
    policyTable: values.POLICY_TABLE,
    auditTable: values.AUDIT_TABLE,
    vocabulary: values.ACR,
  })),
);

/** Parses the environment of the policy audit. Throws with every bad key at once. */
export function parseAuditConfig(environment: Environment): AuditConfig {
  return parseEnvironment(auditEnvironment, environment);
}
