/** Reads a synthesized stack: its functions, its tables, its REST API and its custom resources. */
import { dirname, join } from 'node:path';
import type * as v from 'valibot';
import { readApi } from './api.ts';
import type { ApiResource } from './api.ts';
import { ACCOUNT_ID, functionIdOf, readJson, readResources, REGION, tableOfStream } from './resources.ts';
import * as schema from './schema.ts';

export interface Template {
  readonly region: string;
  readonly accountId: string;
  readonly functions: readonly FunctionResource[];
  readonly tables: readonly TableResource[];
  readonly api: ApiResource;
  /** In the order in which they are created. */
  readonly customResources: readonly CustomResource[];
  readonly streamConsumers: readonly StreamConsumer[];
}

/** `timeout` in seconds, `memorySize` in MB, `folder` the code. */
export interface FunctionResource {
  readonly logicalId: string;
  readonly folder: string;
  readonly handler: string;
  readonly runtime: string;
  readonly timeout: number;
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
}

export type TableResource = v.InferOutput<typeof schema.table> & { readonly name: string };

/** A function that gets the changes of a table. `retries` of one batch; -1: no limit. */
export interface StreamConsumer {
  readonly logicalId: string;
  readonly functionId: string;
  readonly table: string;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  readonly retries: number;
}

export interface CustomResource {
  readonly logicalId: string;
  readonly type: string;
  readonly functionId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Reads `<stack>.template.json` and the `<stack>.assets.json` beside it. Throws for a resource that it cannot run, and names it. */
export function readTemplate(file: string): Template {
  const resources = readResources(file);
  const assets = readJson(schema.assets, file.replace(/template\.json$/, 'assets.json'));
  return {
    region: REGION,
    accountId: ACCOUNT_ID,
    functions: resources
      .ofType('AWS::Lambda::Function', schema.lambdaFunction)
      .map(({ logicalId, properties }) => ({
        logicalId,
        folder: join(dirname(file), assetPath(assets, properties.Code.S3Key, logicalId)),
        handler: properties.Handler,
        runtime: properties.Runtime,
        timeout: properties.Timeout,
        memorySize: properties.MemorySize,
        environment: properties.Environment.Variables,
      })),
    tables: resources
      .ofType('AWS::DynamoDB::Table', schema.table)
      .map(({ logicalId, properties }) => ({ ...properties, name: logicalId })),
    api: readApi(resources),
    customResources: resources.ofType(CUSTOM_RESOURCE, schema.customResource).map((resource) => ({
      ...resource,
      functionId: functionIdOf(resource.properties.ServiceToken, resources),
    })),
    streamConsumers: resources
      .ofType('AWS::Lambda::EventSourceMapping', schema.eventSourceMapping)
      .map(({ logicalId, properties }) => ({
        logicalId,
        functionId: properties.FunctionName,
        table: tableOfStream(properties.EventSourceArn),
        startingPosition: properties.StartingPosition,
        batchSize: properties.BatchSize,
        retries: properties.MaximumRetryAttempts,
      })),
  };
}

const CUSTOM_RESOURCE = /^(Custom::|AWS::CloudFormation::CustomResource$)/;

function assetPath({ files }: v.InferOutput<typeof schema.assets>, key: string, logicalId: string): string {
  const path = files[key.replace(/\.zip$/, '')]?.source.path;
  if (path === undefined)
    throw new Error(`${logicalId}: the assets beside the template lack its code ${key}`);
  return path;
}
