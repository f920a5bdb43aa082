/** The user whom a command is about: a subject of one of the trusted issuers. */
import { hashParts } from '../../adapters/hash.ts';
import { AdminRefusal } from '../refusal.ts';
import type { Connection } from '../protected-api.ts';

export interface NamedUser {
  readonly issuer: string;
  readonly subject: string;
  /** The key of the user in the tables and in the log. */
  readonly hash: string;
}

/** `issuer` may be left out if only one is trusted. */
export function namedUser(
  { trust, description }: Connection,
  subject: string,
  issuer: string | undefined,
): NamedUser {
  const issuers = trust.issuers.map((one) => one.issuer);
  const [only, ...others] = issuers;
  if (issuer === undefined && (only === undefined || others.length > 0)) {
    throw new AdminRefusal(
      'issuer_not_named',
      `name the issuer of ${subject} with --issuer: ${issuers.join(', ')}`,
    );
  }
  const named = issuer ?? only ?? '';
  if (!issuers.includes(named)) {
    throw new AdminRefusal(
      'issuer_not_trusted',
      `${description} does not trust ${named}: it trusts ${issuers.join(', ')}`,
    );
  }
  return { issuer: named, subject, hash: hashParts(named, subject) };
}
