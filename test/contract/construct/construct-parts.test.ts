/** Tables, memory and networks of one's own, for the functions of the construct. */
import { aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_kms as kms, aws_logs as logs } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { foreignApi } from '../../support/stacks/foreign-api.ts';
import { ofType, onlyOne, synthesizedResources } from '../../support/stacks/synth.ts';

describe('tables that exist already', () => {
  const imported = (stack: Stack) => ({
    tables: {
      policy: dynamodb.Table.fromTableArn(
        stack,
        'Policies',
        'arn:aws:dynamodb:eu-west-1:123456789012:table/policies',
      ),
      grant: dynamodb.Table.fromTableAttributes(stack, 'Grants', {
        tableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/grants',
        encryptionKey: kms.Key.fromKeyArn(
          stack,
          'Key',
          'arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000',
        ),
      }),
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

  test('come with the right to use their key, and with no other', () => {
    const { app, stack } = foreignApi({ props: imported });
    const resources = synthesizedResources(app, stack);
    const statements = JSON.stringify(
      onlyOne(resources, 'AWS::IAM::Policy', 'StepUpAuthorizerServiceRole').Properties,
    );
    expect(statements).toContain('table/grants');
    expect(statements).toMatch(/"kms:Decrypt"/);
    expect(statements).not.toContain('dynamodb:Scan');
    const seeding = onlyOne(resources, 'AWS::IAM::Policy', 'PolicySeedsFunctionServiceRole').Properties;
    expect(JSON.stringify(seeding)).not.toContain('kms:');
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
