/** A connection to the protected API of a deployed stack. */
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ENVIRONMENT } from '../../core/contract.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import { awsSettings, dynamodbClient } from './aws-clients.ts';
import { refusalOfCall } from './aws-refusal.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { ApiOptions, Connection } from '../protected-api.ts';
import type { StartedIn } from './started-in.ts';
import { readDeployedApi } from './deployed-api.ts';
import { stackOutput } from './stack-output.ts';
import { deployedTrust, readConfigFile } from './config-file.ts';
import { trustFileInStack } from './trust-in-stack.ts';

/** Reads the output of the stack, the environment and the metadata of its authorizer, and the methods of its API. */
export async function connectStack(
  options: ApiOptions & { readonly stack: string },
  { directory }: StartedIn,
): Promise<Connection> {
  const { stack, config } = options;
  const output = await stackOutput(options);
  const { apiId, authorizerFunction, auditTable } = output;
  const { arn, environment, region } = await readFunction(options, authorizerFunction);
  const { stages, ...methods } = await readDeployedApi(options, apiId, arn);
  const trust =
    config === undefined
      ? deployedTrust(
          await trustFileInStack(options, output),
          environment,
          `the trust config of stack ${stack}`,
        )
      : readConfigFile(config, directory);
  const policyTable = environment[ENVIRONMENT.policyTable];
  if (policyTable === undefined) {
    throw new AdminRefusal(
      'api_not_found',
      `the function ${authorizerFunction} of stack ${stack} has no ${ENVIRONMENT.policyTable} in its environment: is it the authorizer of this version?`,
    );
  }
  return {
    description: `stack ${stack} in ${region}`,
    dynamodb: dynamodbClient(options),
    policyTable,
    grantTable: environment[ENVIRONMENT.grantTable],
    riskTable: environment[ENVIRONMENT.riskTable],
    auditTable,
    trust,
    ...methods,
    baseUrl: baseUrlOf(trust, apiId, stages, region),
  };
}

async function readFunction(options: ApiOptions, name: string) {
  const client = new LambdaClient(awsSettings(options));
  try {
    const answer = await client.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    return {
      arn: answer.FunctionArn ?? '',
      environment: answer.Environment?.Variables ?? {},
      region: await client.config.region(),
    };
  } catch (error) {
    throw refusalOfCall(error, `reading the configuration of function ${name}`);
  } finally {
    client.destroy();
  }
}

/** Without a publicUrl the base URL is known only if the API has one stage. */
function baseUrlOf(
  { publicUrl }: TrustConfig,
  apiId: string,
  [stage, ...others]: readonly string[],
  region: string,
): string | undefined {
  if (publicUrl !== undefined) return publicUrl;
  if (stage === undefined || others.length > 0) return undefined;
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://${apiId}.execute-api.${region}.${domain}/${stage}`;
}
