/** Only the user of the session may answer the challenge of a call. */

/** Throws when another user has signed in. Both are a `sub`; without an expected one, every user is accepted. */
export function requireSameUser(expected: string | undefined, signedIn: string | undefined): void {
  if (expected !== undefined && signedIn !== expected)
    throw new Error(`Another user signed in: ${signedIn} in the place of ${expected}`);
}
