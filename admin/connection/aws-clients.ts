/** The AWS SDK's clients of commands. A command may take longer than a request, so their timeouts are long. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../adapters/dynamodb/loopback-client.ts';
import { isLoopbackHttp } from '../../core/trust/web-url.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { ApiOptions } from '../protected-api.ts';
import { noteEndpoints } from './asked-endpoint.ts';

/** How often a call is tried, with pauses that add up to some seconds. */
const MOST_ATTEMPTS = 6;

/** In milliseconds. An attempt may take this long until the answer begins, and so long may the answer pause. */
const CONNECTION_TIMEOUT = 5_000;
const REQUEST_TIMEOUT = 20_000;

/** An item is read or written in less: where nothing answers, a command ends within 40 s. */
const DYNAMODB_REQUEST_TIMEOUT = 5_000;

/** For the clients of every service. `requestTimeout` in milliseconds, for each attempt of a call. */
export function awsSettings(
  { profile, region }: Pick<ApiOptions, 'profile' | 'region'>,
  requestTimeout: number = REQUEST_TIMEOUT,
) {
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    maxAttempts: MOST_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout,
      socketTimeout: requestTimeout,
      throwOnRequestTimeout: true,
    },
  };
}

/**
 * A client whose calls end: each attempt has `requestTimeout` milliseconds. A DynamoDB on this machine checks no credentials,
 * and gets none of AWS.
 */
export function dynamodbClient(
  options: Pick<ApiOptions, 'profile' | 'region' | 'endpoint'>,
  requestTimeout: number = DYNAMODB_REQUEST_TIMEOUT,
): DynamoDBClient {
  const client = new DynamoDBClient(dynamodbSettings(options, requestTimeout));
  noteEndpoints(client);
  return client;
}

function dynamodbSettings(
  options: Pick<ApiOptions, 'profile' | 'region' | 'endpoint'>,
  requestTimeout: number,
): DynamoDBClientConfig {
  const { endpoint } = options;
  if (endpoint === undefined) return awsSettings(options, requestTimeout);
  if (!/^https?:/.test(endpoint) || !URL.canParse(endpoint)) {
    throw new AdminRefusal(
      'input_malformed',
      `--endpoint ${endpoint} is no URL: expected one such as http://127.0.0.1:8000`,
    );
  }
  const local = isLoopbackHttp(endpoint) && options.profile === undefined;
  return {
    ...awsSettings(local ? { region: LOCAL_REGION, ...options } : options, requestTimeout),
    endpoint,
    ...(local ? { credentials: LOCAL_CREDENTIALS } : {}),
  };
}
