/** Scenarios to replay with one click. Each acts on the real stack, and puts back what it has changed. */
import { jsonOf } from '../shell/json.ts';
import type { Call } from '../exchange/phase.ts';
import { asksForSignIn } from '../exchange/recorder.ts';
import { ask } from '../shell/server.ts';
import type { PolicyItem } from '../../wire/policy.ts';
import { ageOfSignIn, pause } from './scenario-world.ts';
import type { GrantOffer, ScenarioWorld } from './scenario-world.ts';

export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly story: string;
  /** How many words the vocabulary has to have, where less shows nothing. */
  readonly words?: number;
  /** The result that the user should see. */
  readonly expected: string;
  /** Resolves to whether the result was as expected. */
  readonly play: (world: ScenarioWorld) => Promise<boolean>;
}

const PAYMENT = { method: 'POST', path: '/payments' };
const STATEMENTS = { method: 'GET', path: '/statements' };
const PAYOUT = { method: 'POST', path: '/payouts' };

const isOpen = ({ status }: Response) => status === 200;
const isRefused = ({ status }: Response) => status === 401;
const isChallenged = ({ headers }: Response) => asksForSignIn(headers.get('www-authenticate'));
const says = (response: Response, text: string) =>
  (response.headers.get('www-authenticate') ?? '').includes(text);

export const SCENARIOS: readonly Scenario[] = [
  {
    id: 'low-risk',
    title: 'Low risk',
    story: 'A payment by a user for whom the risk engine has found a low risk.',
    expected: '200 with a second factor',
    play: async (world) => {
      await world.signedIn(1);
      await setRisk(world, 10, []);
      await world.until(PAYMENT, isOpen);
      return isOpen(await world.send(PAYMENT));
    },
  },
  {
    id: 'high-risk',
    title: 'High risk',
    story:
      'The risk engine saw impossible travel. A rule of the payment route asks for the strongest sign-in from a score of 70.',
    words: 3,
    expected: 'A challenge for a stronger sign-in; 200 again when the risk is gone',
    play: async (world) => {
      await world.signedIn(1, 'exactly');
      await setRisk(world, 90, ['impossible_travel']);
      await world.until(PAYMENT, isChallenged);
      const challenge = await world.send(PAYMENT);
      await clearRisk(world);
      await world.until(PAYMENT, isOpen);
      return isChallenged(challenge) && isOpen(await world.send(PAYMENT));
    },
  },
  {
    id: 'stale',
    title: 'Stale sign-in',
    story:
      'The policy allows 30 seconds since the sign-in. The token is valid for much longer, and the sign-in is still too old.',
    expected: 'A challenge with max_age=30',
    play: async (world) => {
      await world.signedIn(1);
      return withPolicy(
        world,
        PAYMENT,
        (item) => ({ ...item, maxAge: 30 }),
        async () => {
          while (ageOfSignIn() <= 31) {
            world.say(
              `The sign-in is ${Math.floor(ageOfSignIn())} s old. The scenario waits until it is older than 30 s.`,
            );
            await pause(500);
          }
          await world.until(PAYMENT, isRefused);
          return says(await world.send(PAYMENT), 'max_age="30"');
        },
      );
    },
  },
  {
    id: 'unknown-acr',
    title: 'Unknown acr',
    story: 'A policy is written by hand, without the checks, with an acr word that is not in the vocabulary.',
    expected: 'The route is closed: a refusal without a challenge, since no sign-in can meet it',
    play: async (world) => {
      await world.signedIn(1);
      return withPolicy(
        world,
        STATEMENTS,
        (item) => ({ ...item, acr: 'urn:example:loa:9' }),
        async () => {
          await world.until(STATEMENTS, isRefused);
          return says(await world.send(STATEMENTS), 'access_denied');
        },
      );
    },
  },
  {
    id: 'replay',
    title: 'Replayed grant',
    story:
      'A payout needs a grant that can be used once. The second use is by an attacker who has copied the grant.',
    expected: '200, then a challenge with max_age=0',
    play: async (world) => {
      await world.signedIn(2, 'anew');
      const offered = await jsonOf<GrantOffer>(await world.send(PAYOUT));
      const grant = await world.exchange(offered);
      const first = await world.send(PAYOUT, grant);
      return isOpen(first) && says(await world.send(PAYOUT, grant), 'max_age="0"');
    },
  },
  {
    id: 'revoked',
    title: 'Revoked session',
    story:
      'Support revokes every sign-in of the user. The access token would be valid for some minutes more.',
    expected: 'A challenge for a newer sign-in; 200 when the revocation is removed',
    play: async (world) => {
      await world.signedIn(1);
      while (ageOfSignIn() < 2) await pause(200);
      const revocation = { revokedBefore: Math.floor(Date.now() / 1000) };
      await ask('PUT /api/risk', { subject: world.subject(), ...revocation });
      world.note('Sign-ins until now are revoked', 'written to the risk table', revocation);
      world.say('A revocation counts within 5 seconds.');
      await world.until(STATEMENTS, isChallenged);
      const refused = await world.send(STATEMENTS);
      await clearRisk(world);
      await world.until(STATEMENTS, isOpen);
      return isChallenged(refused) && isOpen(await world.send(STATEMENTS));
    },
  },
  {
    id: 'unreachable',
    title: 'Tables unreachable',
    story: 'The connection to DynamoDB is cut. The authorizer cannot read any more what is allowed.',
    expected: '503: nothing is opened; 200 again when the connection is back',
    play: async (world) => {
      await world.signedIn(1);
      await ask('PUT /api/tables', { reachable: false });
      let failed: Response;
      try {
        world.note('The connection to the tables is cut', 'the functions cannot reach DynamoDB');
        world.say(
          'Risk that was just read counts for 5 seconds. Then the authorizer has to read it again, and cannot.',
        );
        await world.until(PAYMENT, ({ status }) => status === 503);
        failed = await world.send(PAYMENT);
      } finally {
        await ask('PUT /api/tables', { reachable: true });
      }
      world.note('The connection is back', 'nothing else was done');
      await world.until(PAYMENT, isOpen);
      return failed.status === 503 && isOpen(await world.send(PAYMENT));
    },
  },
];

async function setRisk(world: ScenarioWorld, score: number, reasons: string[]): Promise<void> {
  const risk = { score, level: score >= 70 ? ('high' as const) : ('low' as const), reasons };
  await ask('PUT /api/risk', { subject: world.subject(), ...risk });
  world.note(`The risk engine writes score ${score}`, reasons.join(', ') || 'no reasons', risk);
  world.say('A risk signal counts within 5 seconds.');
}

async function clearRisk(world: ScenarioWorld): Promise<void> {
  await ask('DELETE /api/risk', { subject: world.subject() });
  world.note('The risk item is deleted', 'the table has no risk for this user');
}

/** The author in the record of changes. */
const BY = { updatedBy: 'a scenario of the console' };

/** Changes the item of a route for the time of `play`, and puts it back as it was, even when `play` fails. */
async function withPolicy(
  world: ScenarioWorld,
  call: Call,
  change: (item: PolicyItem) => PolicyItem,
  play: () => Promise<boolean>,
): Promise<boolean> {
  const route = `${call.method} ${call.path}`;
  const item = (await ask('GET /api/policy', {})).find((one) => one.route === route);
  if (item === undefined) throw new Error(`There is no policy item ${route} to change.`);
  const changed = { ...change(item), ...BY };
  await ask('PUT /api/policy/by-hand', changed);
  world.note(`The policy of ${route} is changed`, 'by hand, in the table', changed);
  world.say('A policy change is in force within 10 seconds.');
  try {
    return await play();
  } finally {
    await ask('PUT /api/policy/by-hand', { ...item, ...BY });
    world.note(`The policy of ${route} is as it was`, 'in force within 10 seconds', item);
    await world.until(call, isOpen);
  }
}
