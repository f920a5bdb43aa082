/** Tables, memory and networks of one's own, for the functions of the construct. */
import {
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  CfnParameter,
  Lazy,
} from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import * as v from 'valibot';
import { StepUpAuthorizer } from '../../../lib/index.ts';
import { foreignApi } from '../../support/stacks/foreign-api.ts';
import { ofType, onlyOne, synthesizedResources, TRUST } from '../../support/stacks/synth.ts';

describe('tables that exist already', () => {
  const imported = (stack: Stack) => ({
    tables: {
      policy: dynamodb.Table.fromTableArn(
        stack,
        'Policies',
        'arn:aws:dynamodb:eu-west-1:123456789012:table/policies',
      ),
      grant: dynamodb.Table.fromTableArn(
        stack,
        'Grants',
        'arn:aws:dynamodb:eu-west-1:123456789012:table/grants',
      ),
    },
  });

  test('are used, and only the one that is missing is made', () => {
    const { app, stack } = foreignApi({ props: imported });
    const resources = synthesizedResources(app, stack);
    expect(ofType(resources, 'AWS::DynamoDB::Table').map(({ id }) => id)).toEqual([
      expect.stringMatching(/^StepUpRiskTable/),
    ]);
    const authorizer = onlyOne(resources, 'AWS::Lambda::Function', 'StepUpAuthorizer');
    expect(authorizer.Properties.Environment).toMatchObject({
      Variables: { POLICY_TABLE: 'policies', GRANT_TABLE: 'grants' },
    });
  });
});

describe('a policy table of one’s own', () => {
  const policyTable = (scope: Stack) =>
    new dynamodb.Table(scope, 'Policies', {
      partitionKey: { name: 'route', type: dynamodb.AttributeType.STRING },
    });

  test('may have a function below it that waits for the API', () => {
    const { app, stack, api } = foreignApi({
      props: (scope) => {
        const policy = policyTable(scope);
        new lambda.Function(policy, 'Exporter', {
          runtime: lambda.Runtime.NODEJS_24_X,
          handler: 'index.handler',
          code: lambda.Code.fromInline('exports.handler = async () => {}'),
          environment: { API: Lazy.string({ produce: () => api.url }) },
        });
        return { tables: { policy } };
      },
    });
    const resources = synthesizedResources(app, stack);
    const waits = (id: string, seen: readonly string[] = []): readonly string[] => {
      if (seen.includes(id)) throw new Error(`${id} waits for itself`);
      const { Properties = {}, DependsOn = [] } = resources[id] ?? {};
      const named = [...JSON.stringify(Properties).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)];
      return [...DependsOn, ...named.map(([, name = '']) => name)].flatMap((one) =>
        one in resources ? waits(one, [...seen, id]) : [],
      );
    };
    expect(() => Object.keys(resources).map((id) => waits(id))).not.toThrow();
  });

  test('is for one API: a second construct with it is refused', () => {
    const { stack } = foreignApi();
    const policy = policyTable(stack);
    const add = (id: string) =>
      new StepUpAuthorizer(stack, id, {
        api: new RestApi(stack, `${id}Api`),
        trust: TRUST,
        tables: { policy },
      });
    add('One');
    expect(() => add('Two')).toThrow(/Foreign\/Two and Foreign\/One have one policy table/);
  });
});

test('a policy with a value that is known only at deployment is refused', () => {
  const { stack, stepUp } = foreignApi();
  const scope = new CfnParameter(stack, 'Scope').valueAsString;
  expect(() => {
    stepUp.seedPolicy('GROUP money', { scopes: [scope] });
  }).toThrow(/mistakes|known only at deployment/);
  expect(() => {
    stepUp.seedPolicy('GROUP money', { maxAge: 60, description: `for ${scope}` });
  }).toThrow('The policy of GROUP money has a value that is known only at deployment');
});

describe('the key of a table', () => {
  const ARN = 'arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000';
  const READS = ['kms:Decrypt', 'kms:DescribeKey'];
  const WRITES = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
  const statements = v.object({
    Statement: v.array(
      v.object({ Action: v.union([v.string(), v.array(v.string())]), Resource: v.unknown() }),
    ),
  });

  /** The table of the stack or an imported one, with this key. */
  const tableWith = (stack: Stack, id: string, key: kms.IKey, exists: boolean) =>
    exists
      ? dynamodb.Table.fromTableAttributes(stack, id, {
          tableArn: `arn:aws:dynamodb:eu-west-1:123456789012:table/${id}`,
          encryptionKey: key,
          ...(id === 'policy'
            ? { tableStreamArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/p/stream/s' }
            : {}),
        })
      : new dynamodb.Table(stack, id, {
          partitionKey: { name: id === 'policy' ? 'route' : 'id', type: dynamodb.AttributeType.STRING },
          encryptionKey: key,
          ...(id === 'policy' ? { stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES } : {}),
        });

  /** What each function may do with the keys, when `table` alone has one. */
  const rights = (table: 'policy' | 'grant' | 'risk' | 'audit', exists: boolean, keyExists: boolean) => {
    const { app, stack } = foreignApi({
      props: (scope) => {
        const key = keyExists ? kms.Key.fromKeyArn(scope, 'Key', ARN) : new kms.Key(scope, 'Key');
        return { tables: { [table]: tableWith(scope, table, key, exists) } };
      },
    });
    const resources = synthesizedResources(app, stack);
    return Object.fromEntries(
      ['Authorizer', 'TokenExchange', 'PolicyAudit', 'PolicySeedsFunction'].map((role) => {
        const policy = onlyOne(resources, 'AWS::IAM::Policy', `StepUp${role}ServiceRole`).Properties;
        const ofKeys = v
          .parse(statements, policy.PolicyDocument)
          .Statement.filter(({ Action }) => JSON.stringify(Action).includes('kms:'));
        for (const { Resource } of ofKeys)
          expect(Resource).toEqual(
            keyExists ? ARN : { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
          );
        return [role, ofKeys.flatMap(({ Action }) => Action).toSorted()];
      }),
    );
  };

  test.each([
    ['imported', 'imported', true, true],
    ['imported', 'made here', true, false],
    ['made here', 'imported', false, true],
    ['made here', 'made here', false, false],
  ])(
    'which is %s, with a key that is %s, may be used as the table is, and described',
    (_, __, exists, keyExists) => {
      expect(rights('policy', exists, keyExists)).toEqual({
        Authorizer: READS,
        TokenExchange: READS,
        PolicyAudit: READS,
        PolicySeedsFunction: WRITES,
      });
    },
  );

  test.each([
    ['grant', { Authorizer: WRITES, TokenExchange: WRITES, PolicyAudit: [], PolicySeedsFunction: [] }],
    ['risk', { Authorizer: READS, TokenExchange: READS, PolicyAudit: [], PolicySeedsFunction: [] }],
    ['audit', { Authorizer: [], TokenExchange: [], PolicyAudit: WRITES, PolicySeedsFunction: [] }],
  ] as const)('of kind %s gives its rights to who uses the table', (table, expected) => {
    expect(rights(table, true, true)).toEqual(expected);
  });
});

const networkIn = (stack: Stack) =>
  ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  });

describe('the functions’ settings', () => {
  test('reach the function that they are for', () => {
    const { app, stack } = foreignApi({
      props: {
        authorizerFunction: {
          memorySize: 1769,
          reservedConcurrentExecutions: 200,
          logRetention: logs.RetentionDays.ONE_YEAR,
        },
        tokenExchangeFunction: { memorySize: 512 },
      },
    });
    const resources = synthesizedResources(app, stack);
    expect(onlyOne(resources, 'AWS::Lambda::Function', 'StepUpAuthorizer').Properties).toMatchObject({
      MemorySize: 1769,
      ReservedConcurrentExecutions: 200,
    });
    const exchange = onlyOne(resources, 'AWS::Lambda::Function', 'StepUpTokenExchange').Properties;
    expect(exchange).toMatchObject({ MemorySize: 512 });
    expect(exchange).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(onlyOne(resources, 'AWS::Logs::LogGroup', 'AuthorizerLogs').Properties.RetentionInDays).toBe(365);
    expect(onlyOne(resources, 'AWS::Logs::LogGroup', 'TokenExchangeLogs').Properties.RetentionInDays).toBe(
      90,
    );
  });

  test('may put it into a VPC, with the rights that this takes', () => {
    const { app, stack } = foreignApi({
      props: (scope) => ({ authorizerFunction: { vpc: networkIn(scope) } }),
    });
    const resources = synthesizedResources(app, stack);
    const authorizer = onlyOne(resources, 'AWS::Lambda::Function', 'StepUpAuthorizer');
    expect(authorizer.Properties.VpcConfig).toMatchObject({
      SubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    });
    const rights = (role: string) =>
      JSON.stringify(onlyOne(resources, 'AWS::IAM::Policy', role).Properties).includes(
        'ec2:CreateNetworkInterface',
      );
    expect(rights('StepUpAuthorizerServiceRole')).toBe(true);
    expect(rights('TokenExchangeServiceRole')).toBe(false);
  });
});
