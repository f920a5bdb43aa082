/** Whose token it is, by the token alone: a person's who signed in, a machine's, or neither is shown. */
import * as v from 'valibot';
import { name, timeIn } from './claim-types.ts';
import { ownValue } from '../own-value.ts';
import type { SignInMark, TokenSettings } from '../trust/token-settings.ts';
import { isClientItself, isMarked, scopesOf } from './profile-claims.ts';

type Json = Readonly<Record<string, unknown>>;

/** `machine`: client credentials. `unclear`: nothing in the token shows that a person signed in. */
export type IssuedFor = 'person' | 'machine' | 'unclear';

/** Names that a person can have, such as a user name, tell nothing here. */
export function issuedFor(payload: Json, client: string, settings: TokenSettings): IssuedFor {
  const { machine, signedIn } = settings;
  if (isClientItself(payload, client, settings) || machine.some((mark) => isMarked(payload, mark)))
    return 'machine';
  return signedIn === 'subject' || showsSignIn(payload, signedIn) ? 'person' : 'unclear';
}

function showsSignIn(payload: Json, { claim, holds }: SignInMark): boolean {
  const value = ownValue(payload, claim);
  switch (holds) {
    case 'time':
      // Earlier versions of Keycloak wrote 0 where nobody had signed in.
      return (timeIn(value) ?? 0) > 0;
    case 'scopes':
      return scopesOf(payload, { scopes: [claim] }).length > 0;
    case 'name':
      return v.is(name, value);
  }
}
