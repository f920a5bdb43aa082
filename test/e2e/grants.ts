/** Grants for tests: one for each user, its item in the table, and what a refusal of it may leave behind. */
import * as v from 'valibot';
import { hashSecret } from '../../adapters/hash.ts';
import { refusalIn } from '../support/refusals.ts';
import type { Refusal } from '../support/refusals.ts';
import { bearerOf, WORDS } from '../support/tokens/ordinary-tokens.ts';
import type { TrustingStack } from '../support/stacks/trusting-stack.ts';

/** Routes that are opened by a grant for a while, by a grant once, and in two groups. */
export const PAYMENTS = 'POST /payments';
export const PAYOUTS = 'POST /payouts';
export const IN_VAULT = 'GET /accounts';
export const IN_ARCHIVE = 'GET /statements';

/** What they ask for, in seconds, and in acr words. */
export const MAX_AGE = 300;
export const GRANT_TTL = 120;
export const STRONG_OR_STRONGER = `${WORDS.strong} ${WORDS.strongest}`;

/** The policy items of these routes. */
export function grantPolicies(notBefore: number): object[] {
  const once = { required: true, use: 'once', ttl: GRANT_TTL };
  return [
    { route: PAYMENTS, acr: WORDS.strong, maxAge: MAX_AGE, grant: { notBefore } },
    { route: PAYOUTS, acr: WORDS.strongest, maxAge: MAX_AGE, grant: once, scopes: ['payments:write'] },
    { route: IN_VAULT, group: 'vault' },
    { route: 'GROUP vault', acr: WORDS.strong, maxAge: MAX_AGE },
    { route: IN_ARCHIVE, group: 'archive' },
    { route: 'GROUP archive', acr: WORDS.strong, maxAge: MAX_AGE },
  ];
}

/** A user with an ordinary token, a token of a stronger sign-in, and the grant that it earned. */
export interface Holder {
  readonly subject: string;
  readonly ordinary: string;
  readonly elevated: string;
  readonly grant: string;
}

export type Item = Readonly<Record<string, unknown>>;

export interface Grants {
  /** A new user with a grant of the route. `claims` hold for both tokens. */
  readonly holderOf: (route: string, claims?: object) => Promise<Holder>;
  readonly itemOf: (grant: string) => Promise<Item>;
  /** What a token with a grant gets at a route. Fails when that leaves anything else in the grant table. */
  readonly refused: (route: string, token: string, grant: string) => Promise<Refusal>;
  readonly statusOf: (route: string, token: string, grant: string) => Promise<number>;
}

export function grantsIn(stack: TrustingStack): Grants {
  let users = 0;
  const present = (route: string, token: string, grant: string) => stack.call(route, bearerOf(token, grant));
  return {
    holderOf: async (route, claims = {}) => {
      users += 1;
      const subject = `user-${users}`;
      const ordinary = stack.token({ sub: subject, ...claims });
      const elevated = stack.token({ sub: subject, acr: WORDS.strongest, ...claims });
      return { subject, ordinary, elevated, grant: await stack.grantFor(route, elevated) };
    },
    itemOf: async (grant) => {
      const item = (await stack.scan(stack.grantTable)).find(({ id }) => id === hashSecret(grant));
      if (item === undefined) throw new Error('the grant has no item');
      return item;
    },
    refused: async (route, token, grant) => {
      const before = await contents(stack);
      const answer = await present(route, token, grant);
      expect(await contents(stack)).toEqual(before);
      return refusalIn(answer);
    },
    statusOf: async (...request) => (await present(...request)).status,
  };
}

async function contents(stack: TrustingStack): Promise<string[]> {
  const items = await stack.scan(stack.grantTable);
  return items.map((item) => JSON.stringify(Object.entries(item).toSorted())).toSorted();
}

const said = v.object({ claims: v.record(v.string(), v.unknown()) });

/** What the item says of the sign-in, with these claims instead, the acr in the claim of this name. */
export function saying({ signIn }: Item, claims: object, acr = 'acr') {
  const kept = v.parse(v.pipe(v.string(), v.parseJson(), said), signIn);
  const names = { acr, amr: 'amr', authTime: 'auth_time' };
  return { signIn: JSON.stringify({ names, claims: { ...kept.claims, ...claims } }) };
}
