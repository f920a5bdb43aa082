/** The AWS SDK's clients of commands. A command may take longer than a request, so their timeouts are long. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../adapters/dynamodb/loopback-client.ts';
import { isLoopbackHttp } from '../../core/trust/web-url.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { ApiOptions } from '../protected-api.ts';

/** In milliseconds. */
const CONNECTION_TIMEOUT = 5_000;
const REQUEST_TIMEOUT = 20_000;

/** For the clients of every service. */
export function awsSettings({ profile, region }: Pick<ApiOptions, 'profile' | 'region'>) {
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    maxAttempts: 6,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  };
}

/** A DynamoDB on this machine checks no credentials, and gets none of AWS. */
export function dynamodbClient(options: Pick<ApiOptions, 'profile' | 'region' | 'endpoint'>): DynamoDBClient {
  const { endpoint } = options;
  if (endpoint === undefined) return new DynamoDBClient(awsSettings(options));
  if (!/^https?:/.test(endpoint) || !URL.canParse(endpoint)) {
    throw new AdminRefusal(
      'input_malformed',
      `--endpoint ${endpoint} is no URL: expected one such as http://127.0.0.1:8000`,
    );
  }
  const local = isLoopbackHttp(endpoint) && options.profile === undefined;
  return new DynamoDBClient({
    ...awsSettings(local ? { region: LOCAL_REGION, ...options } : options),
    endpoint,
    ...(local ? { credentials: LOCAL_CREDENTIALS } : {}),
  });
}
