/** A user: a subject of one of the trusted issuers. */
import { hashParts } from '../../adapters/hash.ts';
import type { Connection } from '../protected-api.ts';
import { trustedIssuer } from '../trusted-issuer.ts';

/** How a user is named. The issuer may be left out if only one is trusted. */
export interface UserName {
  /** The claim `sub`. */
  readonly subject: string;
  readonly issuer?: string | undefined;
}

export interface NamedUser {
  readonly issuer: string;
  readonly subject: string;
  /** The key of the user in the tables and in the log. */
  readonly hash: string;
}

/** Throws an AdminRefusal for a user whose issuer is not named, or not trusted. */
export function namedUser({ trust }: Connection, { subject, issuer }: UserName): NamedUser {
  const named = trustedIssuer(trust, issuer, subject).issuer;
  return { issuer: named, subject, hash: hashParts(named, subject) };
}
