/** What a function needs to answer requests: created once, when it starts, from its configuration. */
import { clockOf } from '../../adapters/clock.ts';
import type { DynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { createGrantStore } from '../../adapters/stores/grant-store.ts';
import type { GrantStore } from '../../adapters/stores/grant-store.ts';
import { createPolicyStore } from '../../adapters/stores/policy-store.ts';
import type { PolicyStore } from '../../adapters/stores/policy-store.ts';
import { createRiskStore } from '../../adapters/stores/risk-store.ts';
import type { RiskStore } from '../../adapters/stores/risk-store.ts';
import type { KeySetEvents } from '../../adapters/tokens/key-set.ts';
import { createTokenVerifier } from '../../adapters/tokens/token-verifier.ts';
import type { TokenVerifier } from '../../adapters/tokens/token-verifier.ts';
import type { Config } from './config.ts';
import { METRICS } from '../../core/contract.ts';
import type { Mistake } from '../../core/parse.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import { recordFault, recordNote } from '../telemetry.ts';

export interface Services {
  readonly trust: TrustConfig;
  readonly tokens: TokenVerifier;
  readonly policies: PolicyStore;
  readonly risks: RiskStore;
  readonly grants: GrantStore;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** Of the entries of a key set, in a line of the log. */
const MOST_NAMED = 20;

const KEY_SET_EVENTS: KeySetEvents = {
  onStale: (issuer, cause) => {
    const said = `The key set of ${issuer} cannot be refreshed; the keys in memory are still used`;
    recordFault(METRICS.keySetStale, said, cause);
  },
  // Anybody can send a token with an unknown key: it counts no metric, which could have an alarm.
  onNotRenewed: (issuer, cause) => {
    recordNote(`The key set of ${issuer} could not be fetched to look for an unknown key`, cause);
  },
  onSkipped: (issuer, skipped) => {
    const [first, more] = [skipped.slice(0, MOST_NAMED), skipped.length - MOST_NAMED];
    const named = first.map(({ entry, reason }) => `${entry} ${reason}`).join('; ');
    const rest = more > 0 ? `; and ${more} more` : '';
    recordNote(`Entries of the key set of ${issuer} that do not count: ${named}${rest}`, undefined);
  },
  onEmpty: (issuer) => {
    const said = `The key set of ${issuer} has no key that can verify a signature: its tokens are refused`;
    recordFault(METRICS.keySetEmpty, said, undefined);
  },
  onExposed: (issuer, thumbprint) => {
    const said = `The key set of ${issuer} shows the private half of the key ${thumbprint}: it counts no more`;
    recordFault(METRICS.keyExposed, said, undefined);
  },
};

/** `client` is the one of the function. */
export function createServices(config: Config, client: DynamoDBClient): Services {
  const { trust, policyTable, grantTable, riskTable, mostCandidates } = config;
  const clock = clockOf(() => Date.now());
  return {
    trust,
    tokens: createTokenVerifier(trust, clock, KEY_SET_EVENTS),
    policies: createPolicyStore(
      client,
      { table: policyTable, vocabulary: trust.acr, mostCandidates },
      clock,
      {
        onStale: (cause) => {
          recordFault(
            METRICS.policyStale,
            'The policy table cannot be read; the policy in memory is still used',
            cause,
          );
        },
        onInvalid: (item, problems) => {
          const found = problems.map(logged).join('; ');
          recordFault(METRICS.policyInvalid, `The policy item ${item} is not usable: ${found}`, undefined);
        },
      },
    ),
    risks: createRiskStore(client, riskTable, clock),
    grants: createGrantStore(client, grantTable, (cause) => {
      recordFault(
        METRICS.grantUnreadable,
        'A grant in the table does not have the form that this version knows',
        cause,
      );
    }),
    now: () => Math.floor(clock.now() / 1000),
  };
}

/** The message about a condition quotes it, and the log must not contain the text of policies. */
function logged({ field, message }: Mistake): string {
  return `${field}: ${field.endsWith('.when') ? 'not a usable condition' : message}`;
}
