/** Sends a call to DynamoDB, and makes sure that it is DynamoDB that answers. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type {
  $Command,
  DynamoDBClient,
  DynamoDBClientResolvedConfig,
  ReturnConsumedCapacity,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import { ForeignAnswer } from './failure.ts';

export interface CallOptions {
  /** Ends the call. Without it, only the client limits the time. */
  readonly abortSignal?: AbortSignal;
  /** Ends the client's retries earlier than the client would. */
  readonly mostAttempts?: number;
}

/** The part of a call that makes DynamoDB tell in its answer what the call has cost. */
interface WithCost {
  ReturnConsumedCapacity?: ReturnConsumedCapacity | undefined;
}

type Call<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = $Command<
  Input,
  Output,
  DynamoDBClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
>;

/**
 * Every call of an adapter: it asks for its cost, and an answer without the cost is not one of DynamoDB. So an empty
 * answer, or the answer of another server, differs from "no such item": a user without a risk, a user without grants, a
 * use that has not been recorded before. Rejects for such an answer.
 */
export async function send<
  Input extends ServiceInputTypes & WithCost,
  Output extends ServiceOutputTypes & { readonly ConsumedCapacity?: unknown },
>(
  client: DynamoDBClient,
  call: Call<Input, Output>,
  { mostAttempts, ...options }: CallOptions = {},
): Promise<Output> {
  const input: WithCost = call.input;
  input.ReturnConsumedCapacity = 'TOTAL';
  if (mostAttempts !== undefined) limitAttempts(call, mostAttempts);
  const answer = await client.send(call, options).catch(rethrow);
  if (answer.ConsumedCapacity === undefined)
    throw new ForeignAnswer('the answer is not one of DynamoDB: it has no ConsumedCapacity');
  return answer;
}

/** The last attempt that a call may make has failed: the SDK does not try this error again. */
class LastAttempt extends Error {
  override readonly name = 'LastAttempt';
  readonly failure: unknown;
  constructor(failure: unknown) {
    super('not to be tried again');
    this.failure = failure;
  }
}

/** The SDK has one number of attempts for all calls of a client. This stands behind its retries, and sees each attempt. */
function limitAttempts<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  { middlewareStack }: Call<Input, Output>,
  most: number,
): void {
  let attempts = 0;
  middlewareStack.add(
    (next) => async (args) => {
      attempts += 1;
      return next(args).catch((failure: unknown) => {
        throw attempts < most ? failure : new LastAttempt(failure);
      });
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
}

function rethrow(error: unknown): never {
  throw error instanceof LastAttempt ? error.failure : error;
}

/** Sends a write that has a condition. False where the condition does not hold, and nothing was written. */
export async function sendIf<
  Input extends ServiceInputTypes & WithCost,
  Output extends ServiceOutputTypes & { readonly ConsumedCapacity?: unknown },
>(client: DynamoDBClient, call: Call<Input, Output>, options: CallOptions = {}): Promise<boolean> {
  try {
    await send(client, call, options);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
