/** How long an announced change may delay a request that is decided without it. */
import { issuerWords } from '../../core/token/issuer-words.ts';
import { parsedItems, readRoutePolicy } from '../../core/policy/route-policy.ts';
import { NO_RISK } from '../../core/condition/risk.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { decideAccess } from '../../lambda/access/decide-access.ts';
import { tableFetchers } from '../../lambda/request/table-fetchers.ts';
import type { Services } from '../../lambda/request/services.ts';
import { authenticationOf, CLAIMS, NOW, VOCABULARY } from '../support/policies/decision-inputs.ts';

const ROUTE = 'POST /payments';

function trustOf() {
  const parsed = parseTrustConfig({
    acr: VOCABULARY,
    issuers: [{ issuer: CLAIMS.issuer, audience: ['api'] }],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const trust = trustOf();

function lookupOf(item: object) {
  const { lookup } = readRoutePolicy(
    ROUTE,
    parsedItems(new Map([[ROUTE, { route: ROUTE, ...item }]]), VOCABULARY),
  );
  if (lookup.kind !== 'found') throw new Error(JSON.stringify(lookup));
  return lookup;
}

/** Answers only when it is given up. */
const silence = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('given up'));
    });
  });

const no = () => Promise.reject(new Error('this is not called'));

const services = (fields: Partial<Services>): Services => ({
  trust,
  tokens: { verify: no },
  policies: { policy: no },
  risks: { riskOf: () => Promise.resolve(NO_RISK) },
  grants: { find: no, isSpent: no, use: no },
  now: () => NOW,
  ...fields,
});

async function decided(item: object, fields: Partial<Services>) {
  const [issuer] = trust.issuers;
  if (issuer === undefined) throw new Error('no issuer');
  const words = issuerWords(issuer, trust.acr);
  const asked = {
    authentication: authenticationOf(CLAIMS),
    trust: { issuer, words },
    api: { apiId: 'api1', stage: 'v1' },
    boundParameters: '',
    request: undefined,
  };
  const grant = { kind: 'grant', value: `sug_${'a'.repeat(43)}` } as const;
  const fetchers = tableFetchers(services(fields), grant);
  // A request without a deadline: only the bound of the change ends what it waits for.
  return decideAccess(fetchers, asked, lookupOf(item), new AbortController().signal);
}

test.each([
  [
    'grant',
    {
      grants: { find: (_: string, signal: AbortSignal) => silence(signal), isSpent: no, use: no },
    },
  ],
  ['risk', { risks: { riskOf: (_: object, signal: AbortSignal) => silence(signal) } }],
])(
  'a %s that only an announced change asks for holds the request up no longer than its bound',
  async (_, slow) => {
    const { decision, observation } = await decided({ upcoming: { acr: 'loa4' } }, slow);
    expect(decision).toMatchObject({ kind: 'allow', openedBy: 'token' });
    expect(observation).toEqual({ outcome: 'unknown', effectiveAt: undefined });
  },
);
