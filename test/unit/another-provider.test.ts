/** The table of docs/providers/another.md: what a token has, the reason of its refusal or challenge, and the setting that takes it. */
import { clockOf } from '../../adapters/clock.ts';
import { UNHEARD } from '../../adapters/tokens/key-set.ts';
import { createTokenVerifier } from '../../adapters/tokens/token-verifier.ts';
import { callerWith } from '../../admin/explain/written-claims.ts';
import { verdictOf } from '../../admin/explain/verdict.ts';
import { differenceLines, verdictText } from '../../cli/explain/explain-report.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { providerPage } from '../support/tokens/provider-pages.ts';
import { createSigner } from '../support/tokens/token-signer.ts';

const { config, token, text } = providerPage('another.md');

const NOW = 1_796_130_130;
const signer = createSigner('RS256', 'key-0');

const METHODS = { acr: undefined, amr: ['pwd', 'otp'] };

/** What is different in the token of each row, and in its header. */
const TOKENS: Readonly<Record<string, { readonly claims: object; readonly typ?: string }>> = {
  'has another `typ` in its header': { claims: { token_use: 'access' }, typ: 'JWT' },
  'names the client in `azp`': { claims: { client_id: undefined, azp: 'web-app' } },
  'has another `aud`': { claims: { aud: 'urn:example:pay' } },
  'has no `aud`': { claims: { aud: undefined } },
  'has words of its own in `acr`': { claims: { acr: 'gold' } },
  'has a number in `acr`': { claims: { acr: 2 } },
  'has methods alone': { claims: METHODS },
  'has its time in another claim': { claims: { auth_time: undefined, signed_in_at: NOW - 5 } },
  'has a time for each method': {
    claims: {
      acr: undefined,
      auth_time: undefined,
      amr: METHODS.amr.map((method) => ({ method, at: NOW - 5 })),
    },
  },
};

const rows = [...text.matchAll(/^\| (\S.*?) +\| `(\w+)` +\| `(.*)` +\|$/gm)].map(
  ([, name = '', reason = '', written = '']) => ({ name, reason, written }),
);

/** The blocks of a page that are marked with no language. */
const blocksIn = (page: string) => page.split(/^```.*$/m).map((block) => block.trim());

/** What becomes of the token of a row, where this is written beside the config of the page. */
async function answer(name: string, written: object) {
  const [issuer] = config.issuers;
  const fields = { ...issuer, ...written, jwks: { keys: [signer.jwk] } };
  const trust = parseTrustConfig({ ...config, issuers: [fields] });
  if (!trust.ok) throw new Error(JSON.stringify(trust.error));
  const { claims, typ = 'at+jwt' } = TOKENS[name] ?? { claims: {} };
  const signed = signer.sign({ alg: 'RS256', kid: 'key-0', typ }, { ...token, ...claims });
  const clock = clockOf(() => NOW * 1000);
  const verifier = createTokenVerifier(trust.value, clock, UNHEARD);
  const verified = await verifier.verify(signed, new AbortController().signal);
  return verified.ok
    ? { signIn: verified.value.authentication.signIn }
    : { reason: verified.error.code, setting: verified.error.setting };
}

/** What stands in `written`, as it is named: `token.typ`. */
const hasSetting = (written: object, [first = '', ...rest]: readonly string[]): boolean => {
  const below: unknown = Object.entries(written).find(([name]) => name === first)?.[1];
  return rest.length === 0
    ? below !== undefined
    : typeof below === 'object' && below !== null && hasSetting(below, rest);
};

test('has a row for each token', () => {
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(TOKENS));
});

test.each(rows)('a token that $name is taken with what the row says', async ({ name, reason, written }) => {
  const toWrite: unknown = JSON.parse(`{${written}}`);
  if (typeof toWrite !== 'object' || toWrite === null) throw new Error('the row has settings');
  const before = await answer(name, {});
  if (reason === 'acr')
    expect(before).toMatchObject({ signIn: { acr: undefined, authTime: expect.any(Number) } });
  else if (reason === 'auth_time_missing') expect(before).toMatchObject({ signIn: { authTime: undefined } });
  else {
    expect(before).toMatchObject({ reason });
    expect(hasSetting(toWrite, before.setting?.split('.') ?? [])).toBe(true);
  }
  expect(await answer(name, toWrite)).toMatchObject({
    signIn: { acr: 'urn:example:loa:2', authTime: expect.any(Number) },
  });
});

test('shows what `explain` says of a token that names its client in another claim', () => {
  const trust = parseTrustConfig(config);
  if (!trust.ok) throw new Error(JSON.stringify(trust.error));
  const claims = { ...token, client_id: undefined, azp: 'web-app' };
  const caller = callerWith(claims, trust.value, { issuer: config.issuers[0].issuer, now: NOW });
  if (caller.kind === 'verified') throw new Error('the token is refused');
  const verdict = verdictOf(caller);
  const said = [`Decision: ${verdictText(verdict)}`, ...differenceLines(verdict).map((line) => `  ${line}`)];
  expect(blocksIn(text)).toContain(said.join('\n'));
});
