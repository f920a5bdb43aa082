/** The answer to a request that failed: a status, and a refusal with its code. */
import type { AdminRefusal } from '../../admin/refusals/refusal.ts';
import type { RefusalCode } from '../../admin/refusals/codes.ts';
import { refusalOf } from '../../admin/use-case.ts';
import type { FaultLog } from '../../admin/use-case.ts';
import type { Refused } from '../wire/refusal.ts';
import { RequestError } from './http.ts';

export interface Failure {
  readonly status: number;
  readonly refused: Refused;
}

/** `log` hears of what nobody foresaw: a fault of ours, which is the refusal `internal`. */
export function failureOf(error: unknown, log: FaultLog): Failure {
  if (error instanceof RequestError)
    return { status: error.status, refused: { code: error.code, error: error.message, facts: {} } };
  const refusal = refusalOf(error, log);
  return { status: statusOf(refusal.code), refused: refusedBy(refusal) };
}

export function refusedBy({ code, message, facts }: AdminRefusal): Refused {
  return { code, error: message, facts };
}

/** Other codes have 422: the page asked for something that cannot be done. */
const STATUS: Readonly<Partial<Record<RefusalCode, number>>> = {
  no_such_item: 404,
  no_such_grant: 404,
  no_such_route: 404,
  route_not_protected: 409,
  policy_conflict: 409,
  api_not_found: 500,
  trust_config_invalid: 500,
  table_not_named: 500,
  internal: 500,
  unreachable: 502,
  aws_refused: 502,
  keys_unavailable: 502,
  keys_unreadable: 502,
};

function statusOf(code: RefusalCode): number {
  return STATUS[code] ?? 422;
}
