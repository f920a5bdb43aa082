/** How Keycloak reads acr_values, and what it does with a user who has no second factor. */
import { messageOf } from '../../../../core/error-text.ts';
import { decoded } from './decoded.ts';
import { holds } from './holds.ts';
import { newPerson } from './person.ts';
import { NEWCOMER } from './realm.ts';
import type { Round } from './world.ts';

export async function levels({ strict, report }: Round): Promise<void> {
  const { password, code } = strict.words;
  const acrFor = async (acrValues: readonly string[]) =>
    decoded((await newPerson(strict).signIn({ acrValues, maxAge: undefined })).accessToken).acr;
  holds(
    report,
    'of two words Keycloak takes the weaker, whatever comes first [keycloak-lowest-of-list]',
    [await acrFor([code, password]), await acrFor([password, code])],
    [password, password],
  );
  holds(
    report,
    'with a word that Keycloak does not know, it takes the first level [keycloak-lowest-of-list]',
    await acrFor(['unknown', code]),
    password,
  );
  holds(
    report,
    'a user without a second factor is led to set one up [keycloak-sets-up-factor]',
    await endOf(newPerson(strict, NEWCOMER).signIn({ acrValues: [code], maxAge: undefined })),
    SET_UP,
  );
}

/** How a sign-in ends that leads to the page on which a device gets its name. */
export const SET_UP = 'asks for "userLabel"';

/** `SET_UP`, or how else a sign-in ended. */
export async function endOf(signIn: Promise<unknown>): Promise<string> {
  const end = await signIn.then(() => 'signed in', messageOf);
  return end.includes(SET_UP) ? SET_UP : end;
}
