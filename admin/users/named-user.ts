/** The user whom a command is about: a subject of one of the trusted issuers. */
import { hashParts } from '../../adapters/hash.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Connection } from '../protected-api.ts';

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
export function namedUser({ trust, description }: Connection, { subject, issuer }: UserName): NamedUser {
  const issuers = trust.issuers.map((one) => one.issuer);
  const [only, ...others] = issuers;
  if (issuer === undefined && (only === undefined || others.length > 0)) {
    throw new AdminRefusal(
      'issuer_not_named',
      `name the issuer of ${subject} with --issuer: ${issuers.join(', ')}`,
      { issuers },
    );
  }
  const named = issuer ?? only ?? '';
  if (!issuers.includes(named)) {
    throw new AdminRefusal(
      'issuer_not_trusted',
      `${description} does not trust ${named}: it trusts ${issuers.join(', ')}`,
      { issuer: named, issuers },
    );
  }
  return { issuer: named, subject, hash: hashParts(named, subject) };
}
