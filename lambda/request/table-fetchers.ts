/** Fetches the parts of a decision input from the tables. */
import type { PresentedGrant } from '../../core/decision/decide.ts';
import type { GrantCredential } from '../../core/token/credential.ts';
import type { ExchangeFetchers, Fetchers, RiskFetcher } from '../access/fetchers.ts';
import type { Services } from './services.ts';

/** For the token exchange, where there is no grant yet. */
export function exchangeFetchers(services: Services): ExchangeFetchers {
  return {
    ...riskFetcher(services),
    isSpent: (use, signal) => services.grants.isSpent(use, signal),
  };
}

function riskFetcher({ risks, trust, now }: Services): RiskFetcher {
  return { vocabulary: trust.acr, riskOf: (user, signal) => risks.riskOf(user, signal), now };
}

/** For a request with this grant credential. */
export function tableFetchers(services: Services, grant: GrantCredential): Fetchers {
  return {
    ...riskFetcher(services),
    presentedGrant: grant.kind === 'none' ? undefined : (signal) => presented(services, grant, signal),
    recordUse: (use, signal) => services.grants.use(use, signal),
  };
}

async function presented(
  { grants }: Services,
  grant: Exclude<GrantCredential, { kind: 'none' }>,
  signal: AbortSignal,
): Promise<PresentedGrant> {
  // A credential that cannot be a grant counts like a grant that is not in the table.
  if (grant.kind === 'malformed') return { kind: 'unknown' };
  const found = await grants.find(grant.value, signal);
  return found === undefined ? { kind: 'unknown' } : { kind: 'found', grant: found };
}
