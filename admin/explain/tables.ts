/** Reads from the tables for one request: the policy items, the risk of the user, the grant. Nothing is written. */
import { isValiError } from 'valibot';
import { clockOf } from '../../adapters/clock.ts';
import { createGrantStore, isSpent } from '../../adapters/stores/grant-store.ts';
import { createRiskStore } from '../../adapters/stores/risk-store.ts';
import type { AuthenticationClaims } from '../../core/token/authentication.ts';
import type { PresentedGrant } from '../../core/decision/decide.ts';
import type { GrantUse } from '../../core/decision/grant.ts';
import { groupNamedBy } from '../../core/policy/item.ts';
import { countingKey, policyCandidates } from '../../core/policy/precedence.ts';
import { NO_RISK } from '../../core/condition/risk.ts';
import type { Risk } from '../../core/condition/risk.ts';
import { refusalOfCall } from '../connection/aws-refusal.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Connection } from '../protected-api.ts';
import { readItems } from '../policy/policy-table.ts';
import type { PolicyItems } from './policy-reading.ts';

/** Milliseconds that reading from the tables may take. */
const PATIENCE = 10_000;

/** The items of the route's candidate keys, and the group of the item that counts. */
export async function policyItemsFor(
  connection: Connection,
  method: string,
  template: string,
): Promise<PolicyItems> {
  const candidates = policyCandidates(method, template);
  const found = await readItems(connection, candidates);
  const item = countingKey(candidates, found);
  const group = item === undefined ? undefined : groupNamedBy(found.get(item)?.fields);
  const groups = group === undefined ? [] : await readItems(connection, [group]);
  return new Map([...found, ...groups].map(([key, { fields }]) => [key, fields]));
}

/** The risk of a user at `now` (seconds since 1970). Without a risk table: NO_RISK. */
export async function riskIn(
  { dynamodb, riskTable }: Connection,
  user: Pick<AuthenticationClaims, 'issuer' | 'subject'>,
  now: number,
): Promise<Risk> {
  if (riskTable === undefined) return NO_RISK;
  try {
    const store = createRiskStore(
      dynamodb,
      riskTable,
      clockOf(() => now * 1000),
    );
    return await store.riskOf(user, AbortSignal.timeout(PATIENCE));
  } catch (error) {
    const what = `The risk of the user (table ${riskTable}; the authorizer answers 503 without it)`;
    if (isValiError(error))
      throw new AdminRefusal(
        'risk_unreadable',
        `${what} cannot be read: ${error.message}`,
        {},
        { cause: error },
      );
    throw unreadable(what, error);
  }
}

/** The grant of this value. */
export async function grantIn(
  { dynamodb, grantTable }: Connection,
  value: string,
  onUnreadable: () => void,
): Promise<PresentedGrant> {
  if (grantTable === undefined)
    throw new AdminRefusal(
      'table_not_named',
      'The grant table is not known: name the stack, or describe the grant in a file.',
    );
  try {
    const store = createGrantStore(dynamodb, grantTable, onUnreadable);
    const grant = await store.find(value, AbortSignal.timeout(PATIENCE));
    return grant === undefined ? { kind: 'unknown' } : { kind: 'found', grant };
  } catch (error) {
    throw unreadable(`The grant table ${grantTable}`, error);
  }
}

/** Whether the one use of a once-only grant is recorded. False where there is no grant table. */
export async function isUseRecorded({ dynamodb, grantTable }: Connection, use: GrantUse): Promise<boolean> {
  if (grantTable === undefined) return false;
  try {
    return await isSpent(dynamodb, grantTable, use);
  } catch (error) {
    throw unreadable(`The grant table ${grantTable}`, error);
  }
}

function unreadable(what: string, cause: unknown): AdminRefusal {
  return refusalOfCall(cause, `${what} cannot be read`);
}
