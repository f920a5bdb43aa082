/** What others find in our templates and stays: each with its reason. A new finding fails, and so does an entry without a finding. */
import type { Accepted } from './findings.ts';

const LAMBDA = ['AWS::Lambda::Function'];

/** The parts of the consumer app that are its owner's: it is the smallest app that shows the construct, and serves nobody. */
const stagesOfOwner = ['Api/DeploymentStage.prod', 'Beta'];
const ofOwner = (peer: string, rule: string, on: readonly string[], why: string): Accepted => ({
  ...{ peer, rule, on, why },
  app: 'consumer',
});

const CFN_LINT: readonly Accepted[] = [
  {
    peer: 'cfn-lint',
    rule: 'W3005',
    on: [...LAMBDA, 'StepUpPolicySeeds'],
    why: 'CDK writes a DependsOn beside each reference to a role or function: it is superfluous, and does no harm.',
  },
];

const CHECKOV: readonly Accepted[] = [
  {
    peer: 'checkov',
    rule: 'CKV_AWS_119',
    on: ['StepUpPolicyTable', 'StepUpGrantTable', 'StepUpRiskTable', 'StepUpAuditTable'],
    saying: 'SSESpecification',
    why: 'Encrypted by keys of DynamoDB itself, and the template says so: with a key in KMS every request would depend on one more service (lib/tables.ts).',
  },
  {
    peer: 'checkov',
    rule: 'CKV_AWS_158',
    on: ['AWS::Logs::LogGroup'],
    why: 'CloudWatch Logs encrypts every log group by a key of its own, and what is logged holds no token, grant or claim beyond an allow-list.',
  },
  {
    peer: 'checkov',
    rule: 'CKV_AWS_173',
    on: LAMBDA,
    why: 'Lambda encrypts the environment by a key of its own, and ours holds names, issuers and no secret.',
  },
  {
    peer: 'checkov',
    rule: 'CKV_AWS_115',
    on: LAMBDA,
    why: 'Reserved concurrency takes from the account what it reserves: a choice of its owner (reservedConcurrentExecutions).',
  },
  {
    peer: 'checkov',
    rule: 'CKV_AWS_116',
    on: LAMBDA,
    why: 'They are called synchronously, from a stream whose failures an alarm tells (docs/architecture.md), or by CloudFormation, which waits for the answer.',
  },
  {
    peer: 'checkov',
    rule: 'CKV_AWS_117',
    on: LAMBDA,
    why: 'They need DynamoDB and the key sets of the issuers, and nothing in a VPC: a choice of its owner (vpc).',
  },
  {
    peer: 'checkov',
    rule: 'CKV_AWS_120',
    on: ['AWS::ApiGateway::Stage'],
    why: 'An answer behind a step-up must not be served from a cache to somebody else.',
  },
  {
    peer: 'checkov',
    rule: 'CKV_AWS_59',
    on: [
      'ApistepuptokenPOST',
      'ApiwellknownoauthprotectedresourceGET',
      'ApiwellknownoauthprotectedresourceproxyGET',
    ],
    why: 'The exchange verifies its subject token itself; the metadata is public (RFC 9728).',
  },
  {
    peer: 'checkov',
    rule: 'CKV_AWS_192',
    on: ['StepUpRateLimitWebAcl'],
    why: 'The web ACL limits the rate and nothing else. There is no Java behind it.',
  },
  ofOwner(
    'checkov',
    'CKV_AWS_59',
    ['ApihealthGET'],
    'The app leaves it open: what is not protected stays as it was.',
  ),
  ofOwner('checkov', 'CKV_AWS_73', ['AWS::ApiGateway::Stage'], 'Tracing is a setting of its stages.'),
  ofOwner('checkov', 'CKV_AWS_76', ['AWS::ApiGateway::Stage'], 'The access log is a setting of its stages.'),
];

const CDK_NAG: readonly Accepted[] = [
  {
    peer: 'cdk-nag',
    rule: 'Serverless-LambdaDLQ',
    on: [
      'StepUp/Authorizer',
      'StepUp/TokenExchange',
      'StepUp/PolicyAudit',
      'StepUp/PolicySeeds/Function',
      'Backend',
    ],
    why: 'As CKV_AWS_116: nothing that calls them uses a queue of dead letters, or an alarm tells more than it.',
  },
  {
    peer: 'cdk-nag',
    rule: 'Serverless-LambdaEventSourceMappingDestination',
    on: ['StepUp/PolicyAudit/PolicyStream'],
    why: 'A queue of failures would hold sequence numbers and no changes: the alarms ring in time (docs/architecture.md).',
  },
  ofOwner(
    'cdk-nag',
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    ['Backend/ServiceRole'],
    'CDK gives it to a function without a role of its own.',
  ),
  ofOwner(
    'cdk-nag',
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    ['Api/CloudWatchRole'],
    'API Gateway takes this managed policy for its logs.',
  ),
  ofOwner('cdk-nag', 'AwsSolutions-APIG2', ['Api'], 'Request validation is a setting of its API.'),
  ofOwner(
    'cdk-nag',
    'AwsSolutions-APIG4',
    ['Api/Default/accounts/OPTIONS', 'Api/Default/health/GET'],
    'A preflight has no credentials, and the app leaves health open.',
  ),
  ofOwner('cdk-nag', 'AwsSolutions-COG4', ['Api/Default/health/GET'], 'The app leaves it open.'),
  ...[
    'AwsSolutions-APIG1',
    'AwsSolutions-APIG6',
    'Serverless-APIGWAccessLogging',
    'Serverless-APIGWDefaultThrottling',
    'Serverless-APIGWXrayEnabled',
  ].map((rule) =>
    ofOwner('cdk-nag', rule, stagesOfOwner, 'Logs, limits and tracing are settings of its stages.'),
  ),
  ...[
    'Serverless-LambdaDefaultMemorySize',
    'Serverless-LambdaDefaultTimeout',
    'Serverless-LambdaTracing',
  ].map((rule) =>
    ofOwner('cdk-nag', rule, ['Backend'], 'Its backend answers with what it got, within the defaults.'),
  ),
];

export const ACCEPTED: readonly Accepted[] = [...CFN_LINT, ...CHECKOV, ...CDK_NAG];
