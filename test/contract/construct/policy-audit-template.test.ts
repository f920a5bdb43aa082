/** What the template says of the audit, and of who may find what. */
import { readFileSync } from 'node:fs';
import { aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import type { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as v from 'valibot';
import { exampleResources } from '../../support/stacks/example-stack.ts';
import { foreignApi } from '../../support/stacks/foreign-api.ts';
import { ofType, onlyOne, synthesizedResources } from '../../support/stacks/synth.ts';
import type { Resources } from '../../support/stacks/synth.ts';

let resources: Resources;
beforeAll(() => {
  resources = exampleResources();
});

test('every change of a policy is kept, in order, and never expires', () => {
  const policy = onlyOne(resources, 'AWS::DynamoDB::Table', 'Policy');
  expect(policy.Properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
  const audit = onlyOne(resources, 'AWS::DynamoDB::Table', 'Audit').Properties;
  expect(audit.KeySchema).toEqual([
    { AttributeName: 'route', KeyType: 'HASH' },
    { AttributeName: 'change', KeyType: 'RANGE' },
  ]);
  expect(audit).not.toHaveProperty('TimeToLiveSpecification');
});

test('the audit follows the stream from its beginning, and gives up on no change before twelve hours', () => {
  const [mapping, ...others] = ofType(resources, 'AWS::Lambda::EventSourceMapping');
  expect(others).toEqual([]);
  const policy = onlyOne(resources, 'AWS::DynamoDB::Table', 'Policy');
  const audit = onlyOne(resources, 'AWS::Lambda::Function', 'PolicyAudit');
  expect(mapping?.Properties).toMatchObject({
    EventSourceArn: { 'Fn::GetAtt': [policy.id, 'StreamArn'] },
    FunctionName: { Ref: audit.id },
    StartingPosition: 'TRIM_HORIZON',
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumRecordAgeInSeconds: 43_200,
    MaximumRetryAttempts: 1_000,
  });
  expect(audit.Properties.Environment).toEqual({
    Variables: {
      POLICY_TABLE: { Ref: policy.id },
      AUDIT_TABLE: { Ref: onlyOne(resources, 'AWS::DynamoDB::Table', 'Audit').id },
      ACR: '["urn:example:loa:1","urn:example:loa:2","urn:example:loa:3"]',
      POWERTOOLS_SERVICE_NAME: { 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, '/StepUp']] },
    },
  });
});

describe('a policy table that exists already', () => {
  const TABLE = 'arn:aws:dynamodb:eu-west-1:123456789012:table/policies';
  const STREAM = `${TABLE}/stream/2026-01-01T00:00:00.000`;
  const withPolicy = (attributes: Partial<dynamodb.TableAttributes>) =>
    foreignApi({
      props: (scope) => ({
        tables: {
          policy: dynamodb.Table.fromTableAttributes(scope, 'Policies', { tableArn: TABLE, ...attributes }),
        },
      }),
    });

  test('without its stream is not recorded, and synth says so', () => {
    const { app, stack, stepUp } = withPolicy({});
    const found = synthesizedResources(app, stack);
    expect(ofType(found, 'AWS::Lambda::EventSourceMapping')).toEqual([]);
    expect(JSON.stringify(found)).not.toContain('Audit');
    expect(stepUp.tables.audit).toBeUndefined();
    Annotations.fromStack(stack).hasWarning(
      '*',
      Match.stringLikeRegexp('^Changes of policy are not recorded: '),
    );
  });

  test('with its stream is recorded, from that stream', () => {
    const { app, stack } = withPolicy({ tableStreamArn: STREAM });
    const found = synthesizedResources(app, stack);
    const [mapping] = ofType(found, 'AWS::Lambda::EventSourceMapping');
    expect(mapping?.Properties.EventSourceArn).toBe(STREAM);
    const rights = onlyOne(found, 'AWS::IAM::Policy', 'PolicyAuditServiceRole').Properties;
    expect(JSON.stringify(rights)).toContain(STREAM);
    expect(ofType(found, 'AWS::DynamoDB::Table').map(({ id }) => id)).toContainEqual(
      expect.stringMatching(/^StepUpAuditTable/),
    );
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('Changes of policy'));
  });

  test('and an audit table that exists already are both used', () => {
    const { app, stack } = foreignApi({
      props: (scope) => ({
        tables: {
          policy: dynamodb.Table.fromTableAttributes(scope, 'P', { tableArn: TABLE, tableStreamArn: STREAM }),
          audit: dynamodb.Table.fromTableName(scope, 'A', 'records'),
        },
      }),
    });
    const found = synthesizedResources(app, stack);
    expect(onlyOne(found, 'AWS::Lambda::Function', 'PolicyAudit').Properties.Environment).toMatchObject({
      Variables: { POLICY_TABLE: 'policies', AUDIT_TABLE: 'records' },
    });
  });
});

describe('the output by which the command line finds a stack', () => {
  const outputs = v.object({
    Outputs: v.record(v.string(), v.object({ Description: v.optional(v.string()), Value: v.unknown() })),
  });
  const descriptionsIn = (app: App, stack: Stack) => {
    const { templateFullPath } = app.synth().getStackArtifact(stack.artifactId);
    const { Outputs } = v.parse(outputs, JSON.parse(readFileSync(templateFullPath, 'utf8')));
    return Object.values(Outputs).filter(({ Description = '' }) =>
      Description.startsWith('step-up-authorizer'),
    );
  };
  const join = v.object({ 'Fn::Join': v.tuple([v.string(), v.array(v.unknown())]) });
  const reference = v.object({ Ref: v.string() });
  const text = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()));
  /** With references as the names of what they refer to. */
  const resolved = (value: unknown) => {
    const [, parts] = v.parse(join, value)['Fn::Join'];
    return v.parse(
      text,
      parts.map((one) => (typeof one === 'string' ? one : v.parse(reference, one).Ref)).join(''),
    );
  };

  test('names the function, the API, its stage and the audit table', () => {
    const { app, stack } = foreignApi({});
    const [only, ...others] = descriptionsIn(app, stack);
    expect(others).toEqual([]);
    expect(resolved(only?.Value)).toEqual({
      authorizerFunction: expect.stringMatching(/^StepUpAuthorizer/),
      authorizerResource: expect.stringMatching(/^StepUpAuthorizer[0-9A-F]{8}$/),
      apiId: expect.stringMatching(/^Api/),
      stage: expect.stringMatching(/^ApiDeploymentStage/),
      auditTable: expect.stringMatching(/^StepUpAuditTable/),
    });
  });

  test('leaves out a stage and an audit table that there are not', () => {
    const { app, stack } = foreignApi({
      apiProps: { deploy: false },
      props: (scope) => ({ tables: { policy: dynamodb.Table.fromTableName(scope, 'P', 'policies') } }),
    });
    expect(Object.keys(resolved(descriptionsIn(app, stack)[0]?.Value))).toEqual([
      'authorizerFunction',
      'authorizerResource',
      'apiId',
    ]);
  });
});
