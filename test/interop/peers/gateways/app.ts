/** An API with every kind of method that the local gateway imitates. Its backend answers with what it was asked. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  ApiKey,
  AuthorizationType,
  CfnAuthorizer,
  LambdaIntegration,
  MockIntegration,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { MethodOptions } from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { newOutdir } from '../../../support/stacks/synth.ts';

export const STACK = 'Gateways';
export const API_KEY = 'a-key-of-twenty-characters';

/** Answers with the JSON in X-Answer, or with what both gateways have to agree on of its event. */
const BACKEND = `exports.handler = async (event) => {
  const named = (name) => Object.entries(event.headers).find(([one]) => one.toLowerCase() === name)?.[1];
  if (named('x-answer') !== undefined) return JSON.parse(named('x-answer'));
  const { resource, path, httpMethod, pathParameters, queryStringParameters, multiValueQueryStringParameters } = event;
  const { body, isBase64Encoded, stageVariables, requestContext } = event;
  const { integrationLatency, ...authorizer } = requestContext.authorizer ?? {};
  const seen = ['te', 'max-forwards', 'content-md5', 'www-authenticate', 'x-own'].filter((one) => named(one) !== undefined);
  return {
    statusCode: 200,
    body: JSON.stringify({
      resource, path, httpMethod, pathParameters, queryStringParameters, multiValueQueryStringParameters,
      body, isBase64Encoded, stageVariables, seen, authorizer, contextPath: requestContext.path,
    }),
  };
};`;

/** The header X-Mode chooses the answer. */
const AUTHORIZER = `exports.handler = async (event) => {
  const mode = Object.entries(event.headers).find(([name]) => name.toLowerCase() === 'x-mode')?.[1] ?? 'allow';
  const policy = (Effect, Resource) => ({ Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] });
  const context = { text: 'a', number: 1, truth: true };
  switch (mode) {
    case 'deny': return { principalId: 'me', policyDocument: policy('Deny', '*'), context };
    case 'other': return { principalId: 'me', policyDocument: policy('Allow', event.methodArn + '/other'), context };
    case 'no-principal': return { policyDocument: policy('Allow', event.methodArn), context };
    case 'no-policy': return { principalId: 'me', context };
    case 'nothing': return null;
    case 'unauthorized': throw new Error('Unauthorized');
    case 'throw': throw new Error('boom');
    default: return { principalId: 'me', policyDocument: policy('Allow', event.methodArn), context };
  }
};`;

/** Synthesizes the app. Returns the folder of its cloud assembly. */
export function synthesizeGateways(): string {
  const outdir = newOutdir();
  const app = new App({ outdir, analyticsReporting: false, autoSynth: false });
  const stack = new Stack(app, STACK);
  const api = new RestApi(stack, 'Api', {
    binaryMediaTypes: ['image/png'],
    deployOptions: { variables: { colour: 'blue' } },
  });
  const backend = new LambdaIntegration(functionOf(stack, 'Backend', BACKEND));
  const guard = guardOf(stack, api);
  const add = (
    verb: string,
    path: string,
    integration: LambdaIntegration | MockIntegration,
    options: MethodOptions = {},
  ) => api.root.resourceForPath(path).addMethod(verb, integration, options);
  add('POST', '/payments', backend, guard);
  add('GET', '/guarded/{id}', backend, guard);
  add('GET', '/users/me', backend, guard);
  add('GET', '/users/{id}', backend);
  add('GET', '/part1', backend);
  add('GET', '/part1/hardcoded-value', backend);
  add('OPTIONS', '/preflight', mock());
  add('GET', '/mock', mock());
  add('ANY', '/{proxy+}', backend);
  add('GET', '/keyed', backend, { apiKeyRequired: true });
  add('GET', '/checked', backend, {
    requestParameters: { 'method.request.querystring.q': true, 'method.request.header.X-Needed': true },
    requestValidatorOptions: { validateRequestParameters: true },
  });
  const plan = api.addUsagePlan('Plan', { apiStages: [{ stage: api.deploymentStage }] });
  plan.addApiKey(new ApiKey(stack, 'Key', { value: API_KEY }));
  api.addGatewayResponse('Unauthorized', {
    type: ResponseType.UNAUTHORIZED,
    statusCode: '418',
    responseHeaders: {
      'X-Literal': "'yes'",
      'X-Absent': 'method.request.header.X-Absent',
      'X-Sent': 'method.request.header.X-Sent',
    },
    templates: {
      'application/json':
        '{"type":"$context.error.responseType","text":$context.error.messageString,"status":"$context.status"}',
    },
  });
  new CfnOutput(stack, 'ApiUrl', { value: api.url });
  app.synth();
  return outdir;
}

/** Two responses, of which its template chooses the second. */
function mock(): MockIntegration {
  return new MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 404}' },
    integrationResponses: [
      { statusCode: '200', responseParameters: { 'method.response.header.X-Which': "'first'" } },
      {
        statusCode: '404',
        selectionPattern: '404',
        responseParameters: { 'method.response.header.X-Which': "'second'" },
        responseTemplates: { 'application/json': '{"which":"second"}' },
      },
    ],
  });
}

/** An authorizer of REQUEST, without identity source and cache. */
function guardOf(stack: Stack, api: RestApi): MethodOptions {
  const handler = functionOf(stack, 'Guard', AUTHORIZER);
  const authorizer = new CfnAuthorizer(stack, 'Authorizer', {
    restApiId: api.restApiId,
    name: 'guard',
    type: 'REQUEST',
    authorizerUri: `arn:aws:apigateway:${stack.region}:lambda:path/2015-03-31/functions/${handler.functionArn}/invocations`,
    authorizerResultTtlInSeconds: 0,
  });
  handler.addPermission('Invoke', {
    principal: new ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: `arn:aws:execute-api:${stack.region}:${stack.account}:${api.restApiId}/authorizers/${authorizer.ref}`,
  });
  const { CUSTOM } = AuthorizationType;
  return {
    authorizationType: CUSTOM,
    authorizer: { authorizerId: authorizer.ref, authorizationType: CUSTOM },
  };
}

function functionOf(stack: Stack, id: string, code: string): Function {
  const folder = join(newOutdir(), id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  writeFileSync(join(folder, 'index.js'), code);
  return new Function(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(folder),
    timeout: Duration.seconds(10),
  });
}
