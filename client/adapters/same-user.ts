/** Whose sign-in may answer for the request that waits: nobody's but that of the user of the session. */

/** Throws when somebody else has signed in. Both are a `sub`; without an expected one, anybody may. */
export function requireSameUser(expected: string | undefined, signedIn: string | undefined): void {
  if (expected !== undefined && signedIn !== expected)
    throw new Error(`Another user signed in: ${signedIn} in the place of ${expected}`);
}
