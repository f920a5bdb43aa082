/** What tokens say of their sign-in, in the words of the vocabulary: the server reads them as the trust config says. */
import type { ReadSignIn } from '../../wire/sign-in.ts';
import { ask } from '../shell/server.ts';
import { claimsOf } from './token.ts';

const known = new Map<string, ReadSignIn>();

/** Has the server read a token, before the page shows it. A token that is no JWT says nothing. */
export async function learnSignIn(token: string): Promise<void> {
  known.set(token, await ask('POST /api/sign-in', { claims: claimsOf(token) }));
}

/** Of a token that was learnt. */
export function signInOf(token: string): ReadSignIn {
  return known.get(token) ?? {};
}
