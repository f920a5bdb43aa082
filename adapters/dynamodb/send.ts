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

/** `abortSignal` ends the call. Without it, only the client limits the time. */
export interface CallOptions {
  readonly abortSignal?: AbortSignal;
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
>(client: DynamoDBClient, call: Call<Input, Output>, options: CallOptions = {}): Promise<Output> {
  const input: WithCost = call.input;
  input.ReturnConsumedCapacity = 'TOTAL';
  const answer = await client.send(call, options);
  if (answer.ConsumedCapacity === undefined) throw new ForeignAnswer('the answer is not one of DynamoDB');
  return answer;
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
