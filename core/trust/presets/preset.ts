/** What is known of the tokens of one kind of issuer. */
import type { TokenSettings } from '../token-settings.ts';
import type { WrittenSignIn } from '../written-sign-in.ts';

/** A token as its issuer documents it. */
export interface TokenShape {
  /** What may stand in the `typ` of its header, as `tokenType` spells it. */
  readonly typ: readonly string[];
  /** The claims that it may have, with any value, beside those of the standard. */
  readonly claims: readonly string[];
  /** Claims of the standard that it never has. */
  readonly lacks?: readonly string[];
  /** The claims that it always has with one of these values. */
  readonly always?: Readonly<Record<string, readonly string[]>>;
}

/** A token profile. */
export interface Preset {
  readonly token: TokenSettings;
  /** Where a token says how a user signed in, as far as it is not the standard. */
  readonly signIn: WrittenSignIn;
  /** The ID tokens of the issuer: no setting may let one through. */
  readonly idToken: TokenShape;
  /** The claims of a token of client credentials beside those of RFC 9068: none shows a person. */
  readonly machineClaims: readonly string[];
}
