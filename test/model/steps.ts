/** How histories begin, and which steps they take how often. */
import fc from 'fast-check';
import { WORDS } from './reference/issuers.ts';
import * as administrators from './steps/administrators.ts';
import * as clients from './steps/clients.ts';
import type { Step, Steps } from './steps/step.ts';
import * as surroundings from './steps/surroundings.ts';

/** Tokens of one user at one issuer, with little and with much. */
const ordinary = (issuer: 'first' | 'second') =>
  (
    [
      [0, 'pwd'],
      [2, 'otp'],
      [1, 'sms'],
    ] as const
  ).map(([level, method]) =>
    clients.signInOf({
      ...{ issuer, user: 'alice', client: 'app', acr: WORDS[issuer][level], age: 0, isAdmin: true },
      ...{ amr: [method], acrs: issuer === 'first' ? undefined : WORDS.second.slice(0, level + 1) },
    }),
  );

/** What there is at first: most routes have an item, and users have signed in. */
export const BEGINNINGS: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.array(administrators.seed, { minLength: 2, maxLength: 4 }),
    fc.array(clients.signIn, { maxLength: 2 }),
    fc.constantFrom<'first' | 'second'>('first', 'first', 'second'),
    fc.boolean(),
  )
  .map(([policies, tokens, issuer, isLater]) => [
    administrators.seedOf('ANY /*', {}),
    administrators.seedOf('GROUP g', {}),
    administrators.seedOf('GROUP h', {}),
    ...policies,
    ...tokens,
    ...ordinary(issuer),
    ...(isLater ? [surroundings.passOf(11)] : []),
  ]);

/** How often a step is taken among the others. */
const OFTEN: readonly (readonly [number, Steps])[] = [
  [7, clients.signIn],
  [10, clients.call],
  [4, clients.explain],
  [2, clients.exchange],
  [30, clients.stepUp],
  [3, clients.stepUpOverDeployment],
  [6, administrators.put],
  [2, administrators.update],
  [2, administrators.edit],
  [2, administrators.announce],
  [1, administrators.callOff],
  [4, administrators.editAnnounced],
  [2, administrators.close],
  [2, administrators.deny],
  [2, administrators.voidGrants],
  [2, administrators.remove],
  [2, administrators.risk],
  [2, administrators.revoke],
  [1, administrators.clear],
  [8, surroundings.pass],
  [1, surroundings.moveClockBack],
  [1, surroundings.addKey],
  [1, surroundings.removeKey],
  [1, surroundings.failKeys],
  [2, surroundings.failTable],
  [1, surroundings.deploy],
];

export const STEPS: Steps[] = OFTEN.flatMap(([times, step]) => Array<Steps>(times).fill(step));
