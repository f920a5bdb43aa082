/** Other authorizers on the API, which answer with our gateway responses from now on. */
import { NestedStack } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { foreignApi, warningsOf } from '../../support/stacks/foreign-api.ts';

test('another authorizer on the API is warned of: it answers with our gateway responses', () => {
  const { stack, api } = foreignApi();
  new apigateway.CfnAuthorizer(stack, 'Other', {
    restApiId: api.restApiId,
    name: 'other',
    type: 'TOKEN',
    identitySource: 'method.request.header.Authorization',
  });
  expect(warningsOf(stack)).toEqual([expect.stringMatching(/Foreign\/Other.*401 instead of a 403/)]);
});

describe('an authorizer that CDK makes', () => {
  const tokenAuthorizer = (stack: Stack) =>
    new apigateway.TokenAuthorizer(stack, 'Other', {
      handler: new lambda.Function(stack, 'Judge', {
        runtime: lambda.Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline('exports.handler = () => {};'),
      }),
    });

  test('is warned of on this API, though it learns late whose it is', () => {
    const { stack, api } = foreignApi();
    api.root.addMethod('GET', undefined, { authorizer: tokenAuthorizer(stack) });
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/Foreign\/Other.*401 instead of a 403/)]);
  });

  test('is not warned of on another API', () => {
    const { stack } = foreignApi();
    const other = new apigateway.RestApi(stack, 'OtherApi');
    other.root.addMethod('GET', undefined, { authorizer: tokenAuthorizer(stack) });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('is not warned of on an API of the same name in a nested stack', () => {
    const { stack } = foreignApi();
    const nested = new NestedStack(stack, 'Nested');
    const other = new apigateway.RestApi(nested, 'Api');
    other.root.addMethod('GET', undefined, { authorizer: tokenAuthorizer(nested) });
    expect(warningsOf(stack)).toEqual([]);
  });
});
