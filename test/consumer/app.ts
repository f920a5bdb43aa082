/** The CDK app of a user who adds step-up to an existing API: with the package as npm installs it. */
import { App, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  DomainName,
  LambdaIntegration,
  MockIntegration,
  RestApi,
  Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { readTrustConfig, StepUpAuthorizer, StepUpMonitoring } from 'step-up-authorizer';

const app = new App();
const stack = new Stack(app, 'Shop', { env: { region: process.env.CDK_DEFAULT_REGION ?? 'us-east-1' } });

const backend = new LambdaIntegration(
  new Function(stack, 'Backend', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset('backend'),
  }),
  { scopePermissionToMethod: false },
);

const api = new RestApi(stack, 'Api', {
  restApiName: `${stack.stackName}-api`,
  deployOptions: { throttlingRateLimit: 500 },
});
if (api.latestDeployment === undefined) throw new Error('CDK has made no deployment');
const beta = new Stage(stack, 'Beta', { stageName: 'beta', deployment: api.latestDeployment });

const certificate = Certificate.fromCertificateArn(
  stack,
  'Certificate',
  'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000',
);
const whole = new DomainName(stack, 'Whole', { domainName: 'shop.example.com', certificate });
whole.addBasePathMapping(api);
const parts = new DomainName(stack, 'Parts', { domainName: 'api.example.com', certificate });
parts.addBasePathMapping(api, { basePath: 'shop' });
parts.addBasePathMapping(api, { basePath: 'beta', stage: beta });

const stepUp = new StepUpAuthorizer(stack, 'StepUp', {
  api,
  trust: readTrustConfig('step-up.config.json', { allowLoopbackIssuers: true }),
  allowLoopbackIssuers: true,
  authorizerFunction: { memorySize: 1769 },
});
stepUp.limitRate({ requestsPerFiveMinutes: 200, stages: [api.deploymentStage, beta] });
new StepUpMonitoring(stack, 'Monitoring', stepUp);

// One method, with its policy.
const payments = api.root.addResource('payments');
stepUp.protect(payments.addMethod('POST', backend), { acr: 'urn:example:loa:2', maxAge: 300 });

// Every method of a resource; its policy comes from a group.
const payouts = api.root.addResource('payouts');
stepUp.protect(payouts, { group: 'payouts' });
payouts.addMethod('POST', backend);
stepUp.seedPolicy('GROUP payouts', {
  acr: 'urn:example:loa:3',
  maxAge: 300,
  grant: { required: true, use: 'once', ttl: 120 },
});

// ANY, whose OPTIONS stays open; any signed-in user.
const accounts = api.root.addResource('accounts');
stepUp.protect(accounts.addMethod('ANY', backend), {});

// What is not protected stays as it was.
api.root.addResource('health').addMethod(
  'GET',
  new MockIntegration({
    requestTemplates: { 'application/json': '{ statusCode: 200 }' },
    integrationResponses: [{ statusCode: '200' }],
  }),
  {
    authorizationType: AuthorizationType.NONE,
    methodResponses: [{ statusCode: '200' }],
  },
);

app.synth();
