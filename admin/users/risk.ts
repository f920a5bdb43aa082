/** The risk of a user: reads and writes what is known of it, and revokes sign-ins. A change counts within 5 seconds. */
import { REVOCATION_CLOCK_SKEW } from '../../core/decision/challenge.ts';
import { timeText } from '../moment.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Connection } from '../protected-api.ts';
import { namedUser } from './named-user.ts';
import type { UserName } from './named-user.ts';
import { deleteRisk, readRisk, writeRisk } from './risk-table.ts';
import type { RiskFields, RiskItem } from './risk-table.ts';

/** A user, and the time of the call in seconds since 1970. */
export type OfUser = UserName & { readonly now: number };

export interface KnownRisk {
  /** The key of the user in the tables and in the log. */
  readonly subjectHash: string;
  /** Undefined where nothing is known: score 0, level low, no reasons. */
  readonly risk: RiskItem | undefined;
  /** Whether the item has expired, and no longer counts. */
  readonly expired: boolean;
}

/** Each use case here refuses: `issuer_not_named`, `issuer_not_trusted`, `table_not_named`. This one: `risk_unreadable`. */
export async function getRisk(connection: Connection, { now, ...name }: OfUser): Promise<KnownRisk> {
  const user = namedUser(connection, name);
  const risk = await readRisk(connection, user);
  return {
    subjectHash: user.hash,
    risk,
    expired: risk?.expiresAt !== undefined && risk.expiresAt <= now,
  };
}

/** Sets these fields, and keeps the others. Refuses `input_missing` without any, and `input_malformed`. */
export async function setRisk(
  connection: Connection,
  { fields, now, ...name }: OfUser & { readonly fields: RiskFields },
): Promise<{ readonly subjectHash: string; readonly fields: RiskFields }> {
  if (Object.keys(fields).length === 0)
    throw new AdminRefusal(
      'input_missing',
      'name a score, a level, reasons or the time at which they expire',
    );
  const user = namedUser(connection, name);
  await writeRisk(connection, user, fields, now);
  return { subjectHash: user.hash, fields };
}

/**
 * Revokes the sign-ins of a user from before this time (seconds since 1970), and the grants made from them, on every
 * route that asks for step-up. Refuses `input_malformed` for a time that lies ahead.
 */
export async function revokeSignIns(
  connection: Connection,
  { before, now, ...name }: OfUser & { readonly before: number },
): Promise<{ readonly subjectHash: string; readonly revokedBefore: number }> {
  if (before > now + REVOCATION_CLOCK_SKEW) {
    throw new AdminRefusal(
      'input_malformed',
      `${timeText(before)} lies ahead: no sign-in could meet it until then`,
      { before },
    );
  }
  const user = namedUser(connection, name);
  await writeRisk(connection, user, { revokedBefore: before }, now);
  return { subjectHash: user.hash, revokedBefore: before };
}

/** Deletes what is known of a user, also a revocation. `cleared` is false where nothing was known. */
export async function clearRisk(
  connection: Connection,
  name: UserName,
): Promise<{ readonly subjectHash: string; readonly cleared: boolean }> {
  const user = namedUser(connection, name);
  return { subjectHash: user.hash, cleared: await deleteRisk(connection, user) };
}
