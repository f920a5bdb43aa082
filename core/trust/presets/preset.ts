/** What is known of the tokens of one kind of issuer. */
import type { TokenSettings } from '../token-settings.ts';
import type { WrittenSignIn } from '../written-sign-in.ts';

/** The claims of a token as its issuer documents it, beside those that every token of its kind may have. */
export interface TokenShape {
  /** With any value. */
  readonly claims: readonly string[];
  /** Claims that other tokens of this kind may have, and this one has not. */
  readonly lacks?: readonly string[];
  /** The claims that it always has with one of these values. */
  readonly always?: Readonly<Record<string, readonly (string | boolean)[]>>;
}

/** A token of client credentials. */
export interface MachineShape extends TokenShape {
  /** What follows the name of its client in `sub`. `own`: its `sub` is another name. */
  readonly subject: string;
}

/** A token profile. */
export interface Preset {
  readonly token: TokenSettings;
  /** Where a token says how a user signed in, as far as it is not the standard. */
  readonly signIn: WrittenSignIn;
  /** The ID tokens of the issuer: no setting may let one through. */
  readonly idToken: TokenShape;
  /** The refresh tokens of the issuer, where they are JWTs that no claim or `typ` tells from access tokens everywhere. */
  readonly refreshToken?: TokenShape;
  /** The tokens of machines: no setting may take one for a person's. */
  readonly machine: MachineShape;
  /** The end of the issuer in access tokens, where ID tokens have another issuer. */
  readonly issuerEnd?: string;
  /** What to write or switch on, where the tokens of this kind do not name their client by themselves. */
  readonly nameClient?: string;
}
