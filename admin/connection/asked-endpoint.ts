/** Which endpoint a failed call of DynamoDB has asked: the SDK's errors of time do not say it. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';

const endpoints = new WeakMap<Error, string>();

const askedRequest = v.object({
  protocol: v.string(),
  hostname: v.string(),
  port: v.optional(v.number()),
});

/** Notes the endpoint for each error of the client. This stands behind its retries, and sees each attempt. */
export function noteEndpoints({ middlewareStack }: DynamoDBClient): void {
  middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const { success, output } = v.safeParse(askedRequest, args.request);
        if (error instanceof Error && success) endpoints.set(error, urlOf(output));
        throw error;
      }
    },
    { step: 'deserialize', priority: 'high' },
  );
}

function urlOf({ protocol, hostname, port }: v.InferOutput<typeof askedRequest>): string {
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
}

/** The URL without a path; undefined for an error of another kind of call. */
export function endpointOf(error: Error): string | undefined {
  return endpoints.get(error);
}
