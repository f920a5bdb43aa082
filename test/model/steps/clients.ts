/** What users and clients do: sign in, call, exchange, and have a call explained. */
import fc from 'fast-check';
import { calls, newest, rarely, signIns } from '../arbitraries.ts';
import type { SignInChoice } from '../arbitraries.ts';
import type { History } from '../history.ts';
import { MAPPINGS } from '../reference/issuers.ts';
import type { Called } from '../reference/outcomes.ts';
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

/** Exchanges, and calls with the grant beside another token of the user. Each call is explained before it is made. */
async function useGrant(
  history: History,
  [elevated, session, { spelt, ...called }]: readonly [number, number, Called & { readonly spelt: string }],
  between: readonly (() => void)[],
): Promise<void> {
  const [from, beside] = [history.tokens.at(-1 - elevated), history.tokens.at(-1 - session)];
  if (from === undefined || beside === undefined) return;
  const before = history.grants.length;
  await history.exchange(from, called);
  if (history.grants.length === before) return;
  const grant = history.grants.at(-1);
  for (const happens of between) {
    happens();
    await history.explain(beside, grant, called, spelt);
    await history.call(beside, grant, called, spelt);
  }
}

/** The way of a client, who tries the grant twice. */
export const stepUp: Steps = fc
  .tuple(newest, newest, calls)
  .map(
    (args) =>
      new Step('stepUp', args, (history) => useGrant(history, args, [() => undefined, () => undefined])),
  );

/** The same, with a deployment before the grant is used. */
export const stepUpOverDeployment: Steps = fc.tuple(newest, newest, calls, fc.constantFrom(...MAPPINGS)).map(
  ([elevated, session, called, mapping]) =>
    new Step('stepUpOverDeployment', [elevated, session, called, mapping], (history) =>
      useGrant(
        history,
        [elevated, session, called],
        [
          () => {
            history.deploy(mapping);
          },
        ],
      ),
    ),
);
