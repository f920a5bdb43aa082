/** Small templates, as CDK writes them, for tests of how the local run reads a template. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplate } from '../../../local/template/template.ts';

const API = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } };
const STAGE = {
  Type: 'AWS::ApiGateway::Stage',
  Properties: { StageName: 'v1', RestApiId: { Ref: 'Api' } },
};
export const TABLE = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  },
};
export const FUNCTION = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}-${AWS::Region}' }, S3Key: 'abc.zip' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    MemorySize: 512,
    Environment: {
      Variables: {
        TABLE: { Ref: 'Table' },
        ARN: { 'Fn::GetAtt': ['Table', 'Arn'] },
        URL: { 'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.', { Ref: 'AWS::Region' }]] },
      },
    },
  },
};
export const AUTHORIZER = {
  Type: 'AWS::ApiGateway::Authorizer',
  Properties: {
    Name: 'step-up',
    Type: 'REQUEST',
    AuthorizerResultTtlInSeconds: 0,
    AuthorizerUri: {
      'Fn::Join': [
        '',
        [
          'arn:aws:apigateway:us-east-1:lambda:path/functions/',
          { 'Fn::GetAtt': ['Function', 'Arn'] },
          '/invocations',
        ],
      ],
    },
  },
};
export const resource = (PathPart: string, ParentId: unknown) => ({
  Type: 'AWS::ApiGateway::Resource',
  Properties: { PathPart, ParentId },
});
export const method = (ResourceId: unknown, properties: object) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    HttpMethod: 'GET',
    ResourceId,
    AuthorizationType: 'NONE',
    Integration: { Type: 'AWS_PROXY', Uri: { 'Fn::GetAtt': ['Function', 'Arn'] } },
    ...properties,
  },
});
export const ROOT = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };

const BASE: Record<string, object> = { Api: API, Stage: STAGE, Table: TABLE, Function: FUNCTION };

/** Writes a template of these resources, beside an API, a stage, a table and a function, and reads it. */
export function read(resources: Record<string, object>) {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-template-'));
  const file = join(folder, 'Stack.template.json');
  writeFileSync(file, JSON.stringify({ Resources: { ...BASE, ...resources } }));
  writeFileSync(
    join(folder, 'Stack.assets.json'),
    JSON.stringify({ files: { abc: { source: { path: 'asset.abc' } } } }),
  );
  return { folder, ...readTemplate(file) };
}
