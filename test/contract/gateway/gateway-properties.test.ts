/**
 * Nothing that a template says of its API is ignored without a word: each property of each resource type is read, or is known
 * to have no effect here, or stops the local run with its name. The types and properties are those of CloudFormation.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { API_SCHEMAS, WITHOUT_EFFECT } from '../../../local/template/api-schema.ts';
import * as apiSchema from '../../../local/template/api-schema.ts';
import * as stageSchema from '../../../local/template/stage-schema.ts';
import { read } from '../../support/gateway/template.ts';
import { readWith, SMALLEST } from './smallest-resources.ts';

const database = loadAwsServiceSpecSync();
const TYPES = new Map(
  database
    .all('resource')
    .filter(({ cloudFormationType: type }) => type.startsWith('AWS::ApiGateway::'))
    .map((one) => [one.cloudFormationType, one]),
);

/** The properties of a type, or of an object inside it, such as `Integration` of a method. */
function propertiesOf(type: string, inner?: string): readonly string[] {
  const own = TYPES.get(type);
  if (own === undefined) throw new Error(`CloudFormation has no ${type}`);
  if (inner === undefined) return Object.keys(own.properties);
  const found = database.follow('usesType', own).find(({ entity }) => entity.name === inner);
  return Object.keys(found?.entity.properties ?? {});
}

test('there is a smallest resource of each type that is read', () => {
  expect(Object.keys(SMALLEST).toSorted()).toEqual(Object.keys(API_SCHEMAS).toSorted());
  for (const type of Object.keys(SMALLEST)) expect(() => readWith(type, {})).not.toThrow();
});

describe.each(Object.entries(API_SCHEMAS))('%s', (type, { properties: { read: known, withoutEffect } }) => {
  const all = propertiesOf(type);

  test('names no property that CloudFormation does not have', () => {
    expect([...known, ...withoutEffect].filter((name) => !all.includes(name))).toEqual([]);
  });

  test('is refused with any other property, by its name', () => {
    for (const name of all.filter((one) => !known.includes(one) && !withoutEffect.includes(one)))
      expect(() => readWith(type, { [name]: 'any' })).toThrow(
        new RegExp(`(Api|Under) ${name}: .*does not imitate`),
      );
  });
});

const proxy = { Type: 'AWS_PROXY', Uri: { 'Fn::GetAtt': ['Function', 'Arn'] } };
const mock = { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode":200}' } };
const response = { StatusCode: '200' };
const settings = { HttpMethod: '*', ResourcePath: '/*' };

interface Known {
  readonly read: readonly string[];
  readonly withoutEffect: readonly string[];
}

/** What it is, the resource type and the type inside it that CloudFormation names, a resource with more in it, and what is known of it. */
const INSIDE: readonly [string, string, string, (more: object) => object, Known][] = [
  [
    'a function',
    'AWS::ApiGateway::Method',
    'Integration',
    (more) => ({ Integration: { ...proxy, ...more } }),
    apiSchema.functionIntegration.properties,
  ],
  [
    'a mock',
    'AWS::ApiGateway::Method',
    'Integration',
    (more) => ({ Integration: { ...mock, ...more } }),
    apiSchema.mockIntegration.properties,
  ],
  [
    'the response of a mock',
    'AWS::ApiGateway::Method',
    'IntegrationResponse',
    (more) => ({ Integration: { ...mock, IntegrationResponses: [{ ...response, ...more }] } }),
    apiSchema.integrationResponse.properties,
  ],
  [
    'the settings of a method',
    'AWS::ApiGateway::Stage',
    'MethodSetting',
    (more) => ({ MethodSettings: [{ ...settings, ...more }] }),
    stageSchema.methodSettings.properties,
  ],
  [
    'the access log',
    'AWS::ApiGateway::Stage',
    'AccessLogSetting',
    (more) => ({ AccessLogSetting: { Format: '', ...more } }),
    stageSchema.accessLog.properties,
  ],
  [
    'the stage of a usage plan',
    'AWS::ApiGateway::UsagePlan',
    'ApiStage',
    (more) => ({ ApiStages: [{ ApiId: 'a', Stage: 'b', ...more }] }),
    apiSchema.apiStage.properties,
  ],
  [
    'the endpoint of the API',
    'AWS::ApiGateway::RestApi',
    'EndpointConfiguration',
    (more) => ({ EndpointConfiguration: { Types: ['REGIONAL'], ...more } }),
    apiSchema.endpointConfiguration.properties,
  ],
];

type Resource = ReturnType<typeof database.all<'resource'>>[number];
type PropertyType = Resource['properties'][string]['type'];

/** They may be there, and have to be empty. */
const EMPTY_INSIDE = ['AWS::ApiGateway::ApiKey StageKey', 'AWS::ApiGateway::UsagePlan ThrottleSettings'];

/** The types of objects in the properties that are read. */
function typesInside(
  properties: Readonly<Record<string, { readonly type: PropertyType }>>,
  read: readonly string[],
) {
  const refs = ([, { type }]: [string, { readonly type: PropertyType }]) => refsIn(type);
  return Object.entries(properties)
    .filter(([name]) => read.includes(name))
    .flatMap(refs);
}

function refsIn(type: PropertyType): string[] {
  if (type.type === 'array' || type.type === 'map') return refsIn(type.element);
  return type.type === 'ref' ? [database.get('typeDefinition', type.reference.$ref).name] : [];
}

describe('an object inside a resource', () => {
  test('is walked here, wherever CloudFormation has one in what is read', () => {
    const inResources = Object.entries(API_SCHEMAS).flatMap(([type, { properties }]) =>
      typesInside(TYPES.get(type)?.properties ?? {}, properties.read).map((inner) => `${type} ${inner}`),
    );
    const inObjects = INSIDE.flatMap(([, type, inner, , { read: known }]) => {
      const own = TYPES.get(type);
      const found = own && database.follow('usesType', own).find(({ entity }) => entity.name === inner);
      return typesInside(found?.entity.properties ?? {}, known).map((name) => `${type} ${name}`);
    });
    const walked = INSIDE.map(([, type, inner]) => `${type} ${inner}`);
    expect([...new Set([...inResources, ...inObjects])].toSorted()).toEqual(
      [...new Set([...walked, ...EMPTY_INSIDE])].toSorted(),
    );
  });

  test.each(INSIDE)(
    '%s is refused with any property that is not known',
    (_, type, inner, wrap, { read: known, withoutEffect }) => {
      const all = propertiesOf(type, inner);
      expect(all.length).toBeGreaterThan(0);
      expect([...known, ...withoutEffect].filter((name) => !all.includes(name))).toEqual([]);
      for (const name of all.filter((one) => !known.includes(one) && !withoutEffect.includes(one)))
        expect(() => readWith(type, wrap({ [name]: 'any' }))).toThrow(
          new RegExp(`${name}: .*does not imitate`),
        );
    },
  );
});

test('docs/local-run.md has a row for each type, with what is read and what has no effect', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'local-run.md'), 'utf8');
  const [, ...rows] = page.slice(page.indexOf('| without effect')).split('\n| ');
  const written = rows.slice(1).map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')));
  const inner = {
    'Integration (AWS_PROXY)': apiSchema.functionIntegration,
    'Integration (MOCK)': apiSchema.mockIntegration,
    IntegrationResponse: apiSchema.integrationResponse,
    MethodSetting: stageSchema.methodSettings,
    AccessLogSetting: stageSchema.accessLog,
  };
  const all = [...Object.entries(API_SCHEMAS), ...Object.entries(inner)];
  expect(written.map(([type, known, without]) => [type, known, without])).toEqual(
    all.map(([type, { properties }]) => [
      type.replace('AWS::ApiGateway::', ''),
      properties.read.join(' '),
      properties.withoutEffect.join(' '),
    ]),
  );
  for (const type of WITHOUT_EFFECT) expect(page).toContain(type.replace('AWS::ApiGateway::', ''));
});

test('a resource of API Gateway of any other type is refused by its type', () => {
  const others = [...TYPES.keys()].filter((type) => !(type in API_SCHEMAS) && !WITHOUT_EFFECT.includes(type));
  expect(others).toContain('AWS::ApiGateway::DomainNameV2');
  for (const Type of others)
    expect(() => read({ Other: { Type } })).toThrow(`Other: it does not imitate ${Type}`);
  for (const Type of WITHOUT_EFFECT) expect(() => read({ Other: { Type } })).not.toThrow();
});
