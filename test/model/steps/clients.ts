/** What users and clients do: sign in, call, exchange, and have a call explained. */
import fc from 'fast-check';
import { calls, newest, rarely, signIns } from '../arbitraries.ts';
import type { SignInChoice } from '../arbitraries.ts';
import type { History } from '../history.ts';
import { Step } from './step.ts';
import type { Steps } from './step.ts';

export const signInOf = (choice: SignInChoice) =>
  new Step('signIn', [choice], async (history) => {
    const { issuer, user, client, acr, acrs, amr, age, isAdmin } = choice;
    const at = age === undefined ? undefined : history.known.now - age;
    await history.signIn(issuer, user, client, { acr, acrs, amr, at }, isAdmin ? ['admin'] : ['read']);
  });

export const signIn: Steps = signIns.map(signInOf);

const grantAt = (history: History, index: number | undefined) =>
  index === undefined ? undefined : history.grants.at(-1 - index);

export const call: Steps = fc.tuple(newest, rarely(newest), calls).map(
  ([token, grant, { spelt, ...called }]) =>
    new Step('call', [token, grant, called, spelt], async (history) => {
      const sent = history.tokens.at(-1 - token);
      if (sent !== undefined) await history.call(sent, grantAt(history, grant), called, spelt);
    }),
);

export const explain: Steps = fc.tuple(newest, rarely(newest), calls).map(
  ([token, grant, { spelt, ...called }]) =>
    new Step('explain', [token, grant, called, spelt], async (history) => {
      const sent = history.tokens.at(-1 - token);
      if (sent !== undefined) await history.explain(sent, grantAt(history, grant), called, spelt);
    }),
);

export const exchange: Steps = fc.tuple(newest, calls, fc.boolean()).map(
  ([token, { route, id }, namesPath]) =>
    new Step('exchange', [token, route, namesPath ? id : undefined], async (history) => {
      const sent = history.tokens.at(-1 - token);
      if (sent !== undefined) await history.exchange(sent, { route, id: namesPath ? id : undefined });
    }),
);

/** The way of a client: exchanges, and calls with the grant beside another token of the user, twice. Both are explained. */
export const stepUp: Steps = fc.tuple(newest, newest, calls).map(
  ([elevated, session, { spelt, ...called }]) =>
    new Step('stepUp', [elevated, session, called, spelt], async (history) => {
      const [from, beside] = [history.tokens.at(-1 - elevated), history.tokens.at(-1 - session)];
      if (from === undefined || beside === undefined) return;
      const before = history.grants.length;
      await history.exchange(from, called);
      if (history.grants.length === before) return;
      const grant = history.grants.at(-1);
      await history.explain(beside, grant, called, spelt);
      await history.call(beside, grant, called, spelt);
      await history.explain(beside, grant, called, spelt);
      await history.call(beside, grant, called, spelt);
    }),
);
