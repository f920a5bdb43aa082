/** Three issuers with vocabularies of their own behind one running gateway, two of them live providers. */
import { stepUpFetch } from '../../client/index.ts';
import type { StepUpChallenge } from '../../client/index.ts';
import { encodeForm, exchangeForm, FORM } from '../support/exchange-form.ts';
import { scriptedSignIn } from '../../local/sign-in/for-walk.ts';
import { printWalk } from '../../local/walk-report.ts';
import { walk } from '../../local/walk.ts';
import { refusalIn, refusalsOf } from '../support/refusals.ts';
import { methodAndPath, requirementUriOf } from '../support/route.ts';
import { smoke } from '../support/smoke.ts';
import { send } from '../support/send.ts';
import { claimsRequest } from '../support/tokens/entra-tenant.ts';
import { bearerOf } from '../support/tokens/ordinary-tokens.ts';
import { OURS, REDIRECT_URI, startThreeIssuers, WORDS } from './three-issuers.ts';
import type { PartyName, ThreeIssuers } from './three-issuers.ts';
import * as v from 'valibot';

const NAMES: readonly PartyName[] = ['entra', 'standard', 'keycloak'];
const PAIRS = NAMES.flatMap((one) =>
  NAMES.filter((other) => other !== one).map((other) => [one, other] as const),
);

let world: ThreeIssuers;
/** A token of a sign-in at each that is too weak for payments. */
const weak = new Map<PartyName, string>();

beforeAll(async () => {
  world = await startThreeIssuers();
  for (const name of NAMES) weak.set(name, await world.parties[name].tokenWith(WORDS[name][0]));
});
afterAll(() => world.close());

const weakOf = (name: PartyName) => weak.get(name) ?? '';
const call = (route: string, token: string, grant?: string) => {
  const [method, path] = methodAndPath(route);
  return send(method, `${world.stack.apiUrl}${path}`, bearerOf(token, grant));
};
const exchange = (route: string, token: string) => {
  const { apiUrl } = world.stack;
  const form = encodeForm(exchangeForm(token, requirementUriOf(apiUrl, route)));
  return send('POST', `${apiUrl}/step-up/token`, [['Content-Type', FORM]], form);
};
const grantIn = ({ body }: { readonly body: unknown }) =>
  v.parse(v.object({ access_token: v.string() }), body).access_token;

/** What the issuer is asked for: its words from this level on, and what Entra ID has beside them. */
function asked(name: PartyName, level: 1 | 2) {
  const words = WORDS[name].slice(level);
  const uri = new URL(world.parties.entra.visited[0] ?? 'about:blank').href.replace(
    /\/v2\.0\/auth\?.*/,
    '/oauth2/authorize',
  );
  const claims = { claims: btoa(claimsRequest(words[0] ?? '')), authorization_uri: uri };
  return { acr: words.join(' '), claims: name === 'entra' ? claims : undefined };
}

/** The whole challenge of a route by this issuer. */
function challengeOf(route: string, name: PartyName, level: 1 | 2) {
  const { acr, claims } = asked(name, level);
  return refusalsOf(world.stack.apiUrl, route).challenge('acr', acr, 300, claims);
}

describe.each(NAMES)('a user of %s', (name) => {
  test('is challenged in the words and in the form of that issuer, with nothing of the others [own-words-alone]', async () => {
    expect(refusalIn(await call('POST /payments', weakOf(name)))).toEqual(
      challengeOf('POST /payments', name, 1),
    );
    expect(refusalIn(await call('POST /payouts', weakOf(name)))).toEqual(
      challengeOf('POST /payouts', name, 2),
    );
  });

  test('is told the same by the exchange, and before the call by the requirement', async () => {
    const { acr, claims = {} } = asked(name, 1);
    const error = name === 'entra' ? 'insufficient_claims' : 'insufficient_user_authentication';
    const [refused, told] = [
      await exchange('POST /payments', weakOf(name)),
      await send('GET', requirementUriOf(world.stack.apiUrl, 'POST /payments'), bearerOf(weakOf(name))),
    ];
    const description = expect.stringMatching(/sign in as/);
    expect(refused.body).toEqual({
      error,
      error_description: description,
      acr_values: acr,
      max_age: 300,
      ...claims,
    });
    expect(told.body).toMatchObject({ acr_values: acr, max_age: 300, ...claims });
    expect(told.text.includes('"claims"')).toBe(name === 'entra');
  });

  test('signs in there as asked: the new token opens the route, and so does its grant beside the first one', async () => {
    const { acr, claims } = asked(name, 1);
    const challenge: StepUpChallenge = {
      ...{ acrValues: acr.split(' '), maxAge: 300, reason: '' },
      ...(claims === undefined ? {} : { claims: atob(claims.claims) }),
    };
    const elevated = await world.parties[name].signIn(challenge, new AbortController().signal);
    expect(await call('POST /payments', elevated)).toMatchObject({
      ...{ status: 200, body: { acr: OURS[1], openedBy: 'token', subject: 'alice' } },
    });
    const grant = grantIn(await exchange('POST /payments', elevated));
    expect(await call('POST /payments', weakOf(name), grant)).toMatchObject({
      ...{ status: 200, body: { acr: OURS[1], openedBy: 'grant' } },
    });
  });

  test('does all this through the client library, and signs in once more for each once-only payout', async () => {
    const challenges: StepUpChallenge[] = [];
    const fetch = stepUpFetch({
      api: new URL(world.stack.apiUrl).origin,
      token: () => weakOf(name),
      signIn: (challenge, signal) => {
        challenges.push(challenge);
        return world.parties[name].signIn(challenge, signal);
      },
    });
    const pay = () => fetch(`${world.stack.apiUrl}/payouts`, { method: 'POST' });
    for (const answer of [await pay(), await pay()])
      expect(await answer.json()).toMatchObject({ acr: OURS[2], openedBy: 'grant' });
    expect(challenges.map(({ acrValues }) => acrValues.join(' '))).toEqual([WORDS[name][2], WORDS[name][2]]);
    expect(challenges.map(({ maxAge }) => maxAge)).toEqual([300, 0]);
    expect(challenges.map(({ claims }) => claims)).toEqual(
      Array(2).fill(name === 'entra' ? claimsRequest('c3') : undefined),
    );
  });
});

test('Entra ID is asked by claims, and the other provider by acr_values, each with the age', () => {
  const [entra, standard] = (['entra', 'standard'] as const).map((name) => {
    const { searchParams } = world.parties[name].visited.at(-1) ?? new URL('about:blank');
    return ['claims', 'acr_values', 'max_age'].map((parameter) => searchParams.get(parameter));
  });
  expect(entra).toEqual([claimsRequest('c3'), null, '0']);
  expect(standard).toEqual([null, 'gold', '0']);
});

test.each(PAIRS)('a grant of %s opens nothing beside a token of %s', async (giver, holder) => {
  const grant = grantIn(
    await exchange('POST /payments', await world.parties[giver].tokenWith(WORDS[giver][1])),
  );
  expect(await call('POST /payments', weakOf(giver), grant)).toMatchObject({ status: 200 });
  expect(refusalIn(await call('POST /payments', weakOf(holder), grant))).toEqual(
    challengeOf('POST /payments', holder, 1),
  );
});

test.each(PAIRS)('a word of %s in a token of %s is none', async (owner, speaker) => {
  const token = await world.parties[speaker].tokenWith(WORDS[owner][2]);
  expect(refusalIn(await call('POST /payments', token))).toEqual(challengeOf('POST /payments', speaker, 1));
  expect(await exchange('POST /payments', token)).toMatchObject({
    ...{ status: 400, body: { acr_values: asked(speaker, 1).acr } },
  });
});

test('the walk of the local run steps up at Entra ID, too', async () => {
  const { tenant, stack } = world;
  const { issuer, clientId, testUser } = tenant;
  const user = { ...testUser, issuer, clientId, redirectUri: REDIRECT_URI, scope: 'openid payments:write' };
  const printed: string[] = [];
  const report = printWalk((line) => printed.push(line));
  await walk({ api: stack.apiUrl, issuer, clientId, signIn: scriptedSignIn(user) }, report);
  expect(printed.join('\n')).toContain(`claims=${claimsRequest('c2')} max_age=300`);
});

test('the smoke test of a deployment takes the challenge of Entra ID, and compares its body', async () => {
  const { code, output } = await smoke(world.stack.apiUrl, '--token', weakOf('entra'));
  expect({ code, failed: output.match(/^failed.*$/gm) }).toEqual({ code: 0, failed: null });
  expect(output).toMatch(
    /^ok +POST \/payments answers with a challenge whose header and body say the same$/m,
  );
});
