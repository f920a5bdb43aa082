/** What a client of a deployed API does, from the first refusal to the second use of a grant. */
import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { HeaderPairs, HttpAnswer } from '../../../support/send.ts';
import type { People } from './people.ts';
import type { Reach } from './reach.ts';

/** An API with the routes of the example: `GET /accounts`, `POST /payments`, `POST /payouts`. */
export interface Client {
  readonly reach: Reach;
  readonly people: People;
  /** With the stage or base path, without a slash at its end. */
  readonly base: string;
  /** Of a page that may call it. */
  readonly origin: string;
}

/** The steps in their order. Each throws where the API answers otherwise. */
export const STEPS: Readonly<Record<string, (client: Client) => Promise<void>>> = {
  'a request without a token is refused': async ({ reach, base }) => {
    const refused = await reach('POST', `${base}/payments`);
    equal(refused, 401);
    assert.match(refused.challenge, /^Bearer resource_metadata="[^"]+"$/);
    equal(await reach('POST', `${base}/payments`, bearer('not-a-token')), 401);
  },
  'the metadata names the issuer': async ({ reach, base, people }) => {
    const { challenge } = await reach('GET', `${base}/accounts`);
    const url = memberOf(challenge, 'resource_metadata');
    const answer = await reach('GET', url);
    equal(answer, 200);
    const { resource, authorization_servers } = v.parse(metadata, answer.body);
    assert.equal(resource, `${base}/accounts`);
    assert.deepEqual(authorization_servers, [people.issuer]);
  },
  'a browser may send tokens and grants': async ({ reach, base, origin }) => {
    const asked: HeaderPairs = [
      ['Origin', origin],
      ['Access-Control-Request-Method', 'POST'],
      ['Access-Control-Request-Headers', 'authorization,step-up-grant'],
    ];
    const answer = await reach('OPTIONS', `${base}/payments`, asked);
    assert.ok([200, 204].includes(answer.status), said(answer));
    assert.equal(answer.headers['access-control-allow-origin'], origin);
    assert.match(answer.headers['access-control-allow-headers'] ?? '', /Authorization.*Step-Up-Grant/i);
    const refused = await reach('POST', `${base}/payments`, [['Origin', origin]]);
    assert.equal(refused.headers['access-control-allow-origin'], origin, said(refused));
    assert.match(refused.headers['access-control-expose-headers'] ?? '', /WWW-Authenticate/);
  },
  'an ordinary sign-in opens what asks for no more': async ({ reach, base, people }) => {
    equal(await reach('GET', `${base}/accounts`, bearer(await people.ordinary())), 200);
  },
  'an ordinary sign-in is challenged, and a grant opens the route': async (client) => {
    const token = await client.people.ordinary();
    const challenge = await challengedBy(client, 'payments', token);
    assert.equal(challenge.max_age, 300);
    assert.match(challenge.acr_values, /loa:2/);
    const grant = await exchanged(client, challenge, await client.people.elevated());
    equal(await client.reach('POST', `${client.base}/payments`, bearer(token, grant)), 200);
    equal(await client.reach('POST', `${client.base}/payments`, bearer(token, grant)), 200);
  },
  'the requirement of a challenge says what its route asks': async (client) => {
    const token = await client.people.ordinary();
    const { resource } = await challengedBy(client, 'payments', token);
    const answer = await client.reach('GET', resource, bearer(token));
    equal(answer, 200);
    assert.match(answer.text, /loa:2/);
  },
  'an elevated token opens the route itself': async ({ reach, base, people }) => {
    equal(await reach('POST', `${base}/payments`, bearer(await people.elevated())), 200);
  },
  'a grant for one use opens its route once': async (client) => {
    const token = await client.people.ordinary();
    const challenge = await challengedBy(client, 'payouts', token);
    const grant = await exchanged(client, challenge, await client.people.justElevated());
    const payout = () => client.reach('POST', `${client.base}/payouts`, bearer(token, grant));
    equal(await payout(), 200);
    const replayed = await payout();
    equal(replayed, 401);
    assert.equal(memberOf(replayed.challenge, 'max_age'), '0');
  },
};

const metadata = v.object({ resource: v.string(), authorization_servers: v.array(v.string()) });
const refusal = v.object({
  error: v.literal('insufficient_user_authentication'),
  acr_values: v.string(),
  max_age: v.pipe(v.union([v.string(), v.number()]), v.transform(Number)),
  token_endpoint: v.string(),
  resource: v.string(),
});
const issued = v.object({ access_token: v.string() });

/** The challenge of a route, by its body, whose header says the same. */
async function challengedBy({ reach, base }: Client, route: string, token: string) {
  const answer = await reach('POST', `${base}/${route}`, bearer(token));
  equal(answer, 401);
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  const challenge = v.parse(refusal, answer.body);
  assert.equal(memberOf(answer.challenge, 'acr_values'), challenge.acr_values);
  assert.equal(memberOf(answer.challenge, 'max_age'), String(challenge.max_age));
  assert.equal(challenge.token_endpoint, `${base}/step-up/token`);
  return challenge;
}

/** A grant for what the challenge asks. */
async function exchanged({ reach }: Client, challenge: v.InferOutput<typeof refusal>, elevated: string) {
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: elevated,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    resource: challenge.resource,
  });
  const headers: HeaderPairs = [['Content-Type', 'application/x-www-form-urlencoded']];
  const answer = await reach('POST', challenge.token_endpoint, headers, form.toString());
  equal(answer, 200);
  return v.parse(issued, answer.body).access_token;
}

export function bearer(token: string, grant?: string): HeaderPairs {
  const own = ['Authorization', `Bearer ${token}`] as const;
  return grant === undefined ? [own] : [own, ['Step-Up-Grant', grant]];
}

export function equal(answer: HttpAnswer, status: number): void {
  assert.equal(answer.status, status, said(answer));
}

function said({ status, challenge, text }: HttpAnswer): string {
  return `${status} ${challenge} ${text.slice(0, 300)}`;
}

/** A parameter of a challenge. */
function memberOf(challenge: string, name: string): string {
  const value = new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1];
  assert.ok(value !== undefined, `no ${name} in ${challenge}`);
  return value;
}
