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

/** Others than the console are to blame for a 502. */
const OF_OTHERS: readonly RefusalCode[] = ['unreachable', 'aws_refused', 'keys_unavailable'];

function statusOf(code: RefusalCode): number {
  if (code === 'internal') return 500;
  return OF_OTHERS.includes(code) ? 502 : 422;
}
