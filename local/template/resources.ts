/** The resources of a synthesized stack, with every reference in their properties resolved. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { resolve } from './intrinsics.ts';
import type { Reference } from './intrinsics.ts';
import * as schema from './schema.ts';
import { messageOf } from '../../core/error-text.ts';

/** The values of pseudo parameters: region, account and so on of the local stack. */
const PSEUDO_PARAMETERS = {
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '000000000000',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'StepUp',
} as const;

export const REGION = PSEUDO_PARAMETERS['AWS::Region'];
export const ACCOUNT_ID = PSEUDO_PARAMETERS['AWS::AccountId'];

type Raw = ReadonlyMap<string, v.InferOutput<typeof schema.resource>>;

/** The resources of a type, or of types, as `properties` parses them. Throws for one that cannot be run, and names it. */
export type ResourcesOfType = <Schema extends v.GenericSchema>(
  type: string | RegExp,
  properties: Schema,
) => { logicalId: string; type: string; properties: v.InferOutput<Schema> }[];

export interface TemplateResources {
  readonly ofType: ResourcesOfType;
  /** Of every resource of the template. */
  readonly types: readonly { readonly logicalId: string; readonly type: string }[];
  readonly apiId: string;
}

/** Reads `<stack>.template.json`. */
export function readResources(file: string): TemplateResources {
  const raw: Raw = new Map(Object.entries(readJson(schema.template, file).Resources));
  const apiId = apiIdOf(raw);
  const reference = referenceIn(raw, apiId);
  return {
    apiId,
    types: [...raw].map(([logicalId, { Type }]) => ({ logicalId, type: Type })),
    ofType: (type, properties) =>
      [...raw]
        .filter(([, { Type }]) => (typeof type === 'string' ? Type === type : type.test(Type)))
        .map(([logicalId, one]) => ({
          logicalId,
          type: one.Type,
          properties: usable(logicalId, () => {
            const resolved = resolve(one.Properties, reference);
            requireEffect(one.Condition, resolved, apiId);
            return v.parse(properties, resolved);
          }),
        })),
  };
}

export function readJson<Schema extends v.GenericSchema>(
  jsonSchema: Schema,
  file: string,
): v.InferOutput<Schema> {
  return v.parse(jsonSchema, JSON.parse(readFileSync(file, 'utf8')));
}

/** What `read` gives of a resource that is needed. Other resources are not read. Its errors name the resource. */
export function usable<Properties>(logicalId: string, read: () => Properties): Properties {
  try {
    return read();
  } catch (cause) {
    const path = v.isValiError(cause) ? v.getDotPath(cause.issues[0]) : null;
    const where = path === null ? logicalId : `${logicalId} ${path}`;
    throw new Error(`the local run cannot use ${where}: ${messageOf(cause)}`, { cause });
  }
}

const partOfApi = v.object({ RestApiId: v.string() });

/** Throws for a resource that is there under a condition alone, or belongs to another API than the one that is run. */
function requireEffect(condition: string | undefined, properties: unknown, apiId: string): void {
  if (condition !== undefined)
    throw new Error(`it has the condition ${condition}, and conditions are not evaluated`);
  if (v.is(partOfApi, properties) && properties.RestApiId !== apiId)
    throw new Error('RestApiId names another API than the one of the template');
}

/** The name of a resource is its logical id. ARNs are built from it. */
function referenceIn(resources: Raw, apiId: string): Reference {
  const pseudo = new Map<string, string>(Object.entries(PSEUDO_PARAMETERS));
  return (logicalId, attribute) => {
    const known = pseudo.get(logicalId);
    if (known !== undefined) return known;
    const resource = resources.get(logicalId);
    if (resource === undefined)
      throw new Error(`it refers to ${logicalId}, which the template does not have`);
    const { Type: type, Properties } = resource;
    if (type === 'AWS::ApiGateway::Stage') return String(Properties.StageName);
    if (type === 'AWS::ApiGateway::RestApi') return attribute === 'RootResourceId' ? 'root' : apiId;
    if (type === TABLE && attribute === 'StreamArn') return streamArnOf(logicalId);
    return attribute === 'Arn'
      ? `arn:aws:${type.split('::')[1]?.toLowerCase() ?? ''}:${REGION}:${ACCOUNT_ID}:${logicalId}`
      : logicalId;
  };
}

const TABLE = 'AWS::DynamoDB::Table';

/** On AWS the last part is the time when the stream was switched on, which is not known yet. */
function streamArnOf(logicalId: string): string {
  return `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${logicalId}/stream/local`;
}

/** The table that a stream belongs to. */
export function tableOfStream(arn: string): string {
  const name = /^arn:aws:dynamodb:[^:]+:\d+:table\/([^/]+)\/stream\//.exec(arn)?.[1];
  if (name === undefined) throw new Error(`${arn} is no stream of a DynamoDB table`);
  return name;
}

/** API ids are ten lower case letters and digits. */
function apiIdOf(resources: Raw): string {
  const logicalId = [...resources].find(([, { Type }]) => Type === 'AWS::ApiGateway::RestApi')?.[0] ?? '';
  return logicalId.toLowerCase().slice(-10).padStart(10, '0');
}

const FUNCTION = 'AWS::Lambda::Function';

/** The logical id in the ARN of a function of the template. The ARN may stand anywhere in the text. */
export function functionIdOf(text: string, { types }: Pick<TemplateResources, 'types'>): string {
  const [, id, qualifier] =
    /arn:aws:lambda:[^:]+:\d+:(?:function:)?([A-Za-z0-9_-]+)(?::([^/]+))?/.exec(text) ?? [];
  if (!types.some(({ logicalId, type }) => logicalId === id && type === FUNCTION))
    throw new Error(`${text} names no function of the stack`);
  if (id === undefined || qualifier !== undefined)
    throw new Error(
      `${text} names a version or an alias of a function, which the local run does not imitate`,
    );
  return id;
}
