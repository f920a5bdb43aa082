/** What a hostile request is, and whom it is sent against; all-hostile-requests.ts lists them. */
import type { FunctionName } from '../functions/built-functions.ts';

/** What the attacker has: everything that a user of the API can have. */
export interface HostileVictim {
  /** A token that opens `POST /payments` and earns the grant for `POST /transfers`. */
  readonly strong: string;
  /** A token whose sign-in is too weak for both. */
  readonly ordinary: string;
  /** A grant that opens `POST /transfers` beside the strong token. */
  readonly grant: string;
}

export interface HostileRequest {
  /** The class of the attack, for the count. */
  readonly kind: string;
  readonly name: string;
  readonly to: FunctionName;
  readonly event: unknown;
  /** As test/support/hostile/outcomes.ts names it. */
  readonly outcome: string;
}
