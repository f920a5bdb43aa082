/** Why a use case did not do what it was asked for. */
import { REFUSALS } from './codes.ts';
import type { ExitCode, RefusalCode } from './codes.ts';

/** What a program can act on, as JSON: keys of items, names, findings. Never a secret. */
export type Facts = Readonly<Record<string, unknown>>;

/**
 * A refusal: a stable code for programs (admin/refusals/codes.ts), its facts, and a message for people. Functions of
 * admin/ throw it among themselves; a use case returns it (admin/use-case.ts).
 */
export class AdminRefusal extends Error {
  readonly code: RefusalCode;
  readonly facts: Facts;

  constructor(code: RefusalCode, message: string, facts: Facts = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AdminRefusal';
    this.code = code;
    this.facts = facts;
  }

  get exitCode(): ExitCode {
    return REFUSALS[this.code].exitCode;
  }
}
