/** The risk of a user: reads and writes what is known of it, and revokes sign-ins. A change counts within 5 seconds. */
import * as v from 'valibot';
import { hasExpired, riskAt, riskItem } from '../../adapters/stores/risk-items.ts';
import type { RiskItem, RiskItems } from '../../adapters/stores/risk-items.ts';
import { REVOCATION_CLOCK_SKEW } from '../../core/decision/challenge.ts';
import { timeText } from '../moment.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Connection } from '../protected-api.ts';
import { namedUser } from './named-user.ts';
import type { UserName } from './named-user.ts';
import { deleteRisk, readRisk, writeRevocation, writeRisk } from './risk-table.ts';
import type { RiskFields } from './risk-table.ts';

/** A user, and the time of the call in seconds since 1970. */
export type OfUser = UserName & { readonly now: number };

export interface KnownRisk {
  /** The key of the user in the tables and in the log. */
  readonly subjectHash: string;
  /**
   * The risk engine's fields, and the revocation in force, whoever wrote it. Undefined where nothing is known: score 0,
   * level low, no reasons.
   */
  readonly risk: RiskItem | undefined;
  /** Whether the engine's fields have expired, and no longer count. The revocation counts all the same. */
  readonly expired: boolean;
}

/** Each use case here refuses: `issuer_not_named`, `issuer_not_trusted`, `table_not_named`. This one: `risk_unreadable`. */
export async function getRisk(connection: Connection, { now, ...name }: OfUser): Promise<KnownRisk> {
  const user = namedUser(connection, name);
  const items = await readRisk(connection, user);
  return { subjectHash: user.hash, risk: knownRisk(items, now), expired: hasExpired(items.item, now) };
}

function knownRisk(items: RiskItems, now: number): RiskItem | undefined {
  if (items.item === undefined && items.revocation === undefined) return undefined;
  return { ...(items.item ?? v.parse(riskItem, {})), revokedBefore: riskAt(items, now).revokedBefore };
}

/** Sets these fields, and keeps the others and a revocation. Refuses `input_missing` without any, and `input_malformed`. */
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
 * route that asks for step-up. A revocation of a later time stays: `revokedBefore` is the time in force. Refuses
 * `input_malformed` for a time that lies ahead, and `risk_unreadable` for a revocation that cannot be compared with it.
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
  return { subjectHash: user.hash, revokedBefore: await writeRevocation(connection, user, before) };
}

/** Deletes what is known of a user, also a revocation. `cleared` is false where nothing was known. */
export async function clearRisk(
  connection: Connection,
  name: UserName,
): Promise<{ readonly subjectHash: string; readonly cleared: boolean }> {
  const user = namedUser(connection, name);
  return { subjectHash: user.hash, cleared: await deleteRisk(connection, user) };
}
