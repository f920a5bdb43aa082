/** Turns functions of admin/ into use cases, which return a refusal instead of throwing it. */
import { randomUUID } from 'node:crypto';
import { failure, success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { awsRefusal } from './connection/aws-refusal.ts';
import { AdminRefusal } from './refusals/refusal.ts';
import type { Facts } from './refusals/refusal.ts';

export type Answer<Data> = Result<Data, AdminRefusal>;

/** The data of the answer. Throws the refusal, for a face that prints all of them in one place. */
export function valueOf<Data>(answer: Answer<Data>): Data {
  if (answer.ok) return answer.value;
  throw answer.error;
}

/** Hears of a fault of ours: the cause, under the correlation id that the refusal `internal` carries. */
export type FaultLog = (correlationId: string, cause: unknown) => void;

/** The function as a use case: it never rejects. What the function did not foresee is the refusal `internal`. */
export function useCase<Arguments extends readonly unknown[], Data>(
  work: (...args: Arguments) => Data | Promise<Data>,
  log: FaultLog,
): (...args: Arguments) => Promise<Answer<Data>> {
  return async (...args) => {
    try {
      return success(await work(...args));
    } catch (error) {
      return failure(refusalOf(error, log));
    }
  };
}

/** The refusal for an error that was foreseen; undefined for a fault of ours. */
export function foreseen(error: unknown): AdminRefusal | undefined {
  return error instanceof AdminRefusal ? error : awsRefusal(error);
}

/** A fault of ours in the middle of some work, with facts that say how far the work is. */
export class Fault extends Error {
  readonly facts: Facts;

  constructor(cause: unknown, facts: Facts) {
    super('a fault of ours', { cause });
    this.facts = facts;
  }
}

/** Any error as a refusal. */
export function refusalOf(error: unknown, log: FaultLog): AdminRefusal {
  const refusal = foreseen(error);
  if (refusal !== undefined) return refusal;
  const correlationId = randomUUID();
  const [cause, facts] = error instanceof Fault ? [error.cause, error.facts] : [error, {}];
  log(correlationId, cause);
  return new AdminRefusal(
    'internal',
    `a fault of step-up-authorizer: the log has its cause under ${correlationId}`,
    { ...facts, correlationId },
    { cause },
  );
}
