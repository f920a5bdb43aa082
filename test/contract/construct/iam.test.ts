/** What the functions may do: exactly what each of them needs. */
import * as v from 'valibot';
import { exampleResources } from '../../support/stacks/example-stack.ts';
import { ofType, onlyOne } from '../../support/stacks/synth.ts';
import type { Resources } from '../../support/stacks/synth.ts';

let resources: Resources;
beforeAll(() => {
  resources = exampleResources();
});

const actions = v.union([
  v.pipe(
    v.string(),
    v.transform((one) => [one]),
  ),
  v.array(v.string()),
]);
const policyDocument = v.object({ Statement: v.array(v.object({ Action: actions, Resource: v.unknown() })) });

/** CDK makes one statement of those with the same actions: its resource is then a list. */
const actionsOf = (functionPart: string) =>
  ofType(resources, 'AWS::IAM::Policy')
    .filter(({ id }) => id.includes(functionPart))
    .flatMap(({ Properties }) => v.parse(policyDocument, Properties.PolicyDocument).Statement)
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => [Resource].flat().map((one) => `${action} ${resourceName(one)}`)),
    )
    .toSorted();

function resourceName(resource: unknown): string {
  const text = JSON.stringify(resource);
  const name =
    /(Policy|Grant|Risk|Audit)Table[0-9A-F]{8}","(?:Arn|(StreamArn))"(?:\]\},"(\/index\/\w+))?|([A-Za-z]+Logs)[0-9A-F]{8}/.exec(
      text,
    );
  return name?.slice(1).join('') ?? text;
}

/** X-Ray knows no resources; a function logs to its own log group. */
const telemetryOf = (logs: string) => [
  `logs:CreateLogStream ${logs}`,
  `logs:PutLogEvents ${logs}`,
  'xray:PutTelemetryRecords "*"',
  'xray:PutTraceSegments "*"',
];

test.each([
  [
    'AuthorizerServiceRole',
    'StepUpAuthorizerLogs',
    [
      'dynamodb:BatchGetItem Policy',
      'dynamodb:BatchGetItem Risk',
      'dynamodb:GetItem Grant',
      'dynamodb:PutItem Grant',
    ],
  ],
  [
    'TokenExchangeServiceRole',
    'StepUpTokenExchangeLogs',
    [
      'dynamodb:BatchGetItem Policy',
      'dynamodb:BatchGetItem Risk',
      'dynamodb:GetItem Grant',
      'dynamodb:PutItem Grant',
      'dynamodb:Query Grant/index/holder',
    ],
  ],
  [
    'PolicyAuditServiceRole',
    'StepUpPolicyAuditLogs',
    [
      'dynamodb:BatchGetItem Policy',
      'dynamodb:DescribeStream PolicyStreamArn',
      'dynamodb:GetRecords PolicyStreamArn',
      'dynamodb:GetShardIterator PolicyStreamArn',
      'dynamodb:ListStreams PolicyStreamArn',
      'dynamodb:PutItem Audit',
      'dynamodb:Query Audit',
    ],
  ],
  [
    'PolicySeedsFunctionServiceRole',
    'StepUpPolicySeedsFunctionLogs',
    ['dynamodb:GetItem Policy', 'dynamodb:PutItem Policy'],
  ],
  ['BackendServiceRole', 'BackendLogs', []],
])('%s may do this and nothing else [nobody-scans]', (role, logs, actions) => {
  expect(actionsOf(role)).toEqual([...actions, ...telemetryOf(logs)]);
});

test('no function has a managed policy', () => {
  const roles = ofType(resources, 'AWS::IAM::Role').filter(({ id }) => id.includes('ServiceRole'));
  expect(roles).toHaveLength(5);
  for (const { Properties } of roles) expect(Properties).not.toHaveProperty('ManagedPolicyArns');
});

test.each([
  ['StepUpAuthorizer', 'AuthorizerServiceRole'],
  ['StepUpTokenExchange', 'TokenExchangeServiceRole'],
  ['StepUpPolicyAudit', 'PolicyAuditServiceRole'],
  ['StepUpPolicySeeds', 'PolicySeedsFunctionServiceRole'],
])('%s knows the names of the tables that it may use, and no others', (functionPart, role) => {
  const tablesIn = (properties: unknown) =>
    new Set(JSON.stringify(properties).match(/StepUp(Policy|Grant|Risk|Audit)Table[0-9A-F]{8}/g));
  const { Environment } = onlyOne(resources, 'AWS::Lambda::Function', functionPart).Properties;
  expect(tablesIn(Environment)).toEqual(tablesIn(onlyOne(resources, 'AWS::IAM::Policy', role).Properties));
});
