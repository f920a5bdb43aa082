/** Whose token it is, by the token alone: a person's who signed in, a machine's, or neither is shown. */
import * as v from 'valibot';
import { name, timeIn } from './claim-types.ts';
import type { AccessTokenProfile, SignInMark } from './profile.ts';
import { isMarked, scopesOf } from './profile-claims.ts';

type Json = Readonly<Record<string, unknown>>;

/** `machine`: client credentials. `unclear`: nothing in the token shows that a person signed in. */
export type IssuedFor = 'person' | 'machine' | 'unclear';

/** Names that a person can have, such as a user name, tell nothing here. */
export function issuedFor(payload: Json, client: string, profile: AccessTokenProfile): IssuedFor {
  const { machine, machineSubjects, signedIn } = profile;
  const isClient = machineSubjects.some((end) => payload.sub === `${client}${end}`);
  if (isClient || machine.some((mark) => isMarked(payload, mark))) return 'machine';
  return signedIn === undefined || showsSignIn(payload, signedIn) ? 'person' : 'unclear';
}

function showsSignIn(payload: Json, { claim, holds }: SignInMark): boolean {
  const { [claim]: value } = payload;
  switch (holds) {
    case 'time':
      // Earlier versions of Keycloak wrote 0 where nobody had signed in.
      return (timeIn(value) ?? 0) > 0;
    case 'scopes':
      return scopesOf(payload, { scopes: claim }).length > 0;
    case 'name':
      return v.is(name, value);
  }
}
