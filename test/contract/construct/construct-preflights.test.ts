/** OPTIONS on an API that reads and writes binary data. */
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { foreignApi, warningsOf } from '../../support/stacks/foreign-api.ts';
import type { ForeignApi } from '../../support/stacks/foreign-api.ts';
import { ofType, synthesizedResources, TRUST } from '../../support/stacks/synth.ts';

const AS_TEXT = 'CONVERT_TO_TEXT';

/** Every OPTIONS of an API with a protected ANY. */
const preflightsOf = (given: ForeignApi) => {
  const { app, stack, api, stepUp } = foreignApi(given);
  stepUp.protect(api.root.addResource('files').addMethod('ANY', new apigateway.MockIntegration()));
  return ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::Method')
    .filter(({ Properties }) => Properties.HttpMethod === 'OPTIONS')
    .filter(({ id }) => /(files|token|requirements.+|resource|resourceproxy)OPTIONS/.test(id));
};

const withOrigins = (allowedOrigins: string[]) => ({ trust: { ...TRUST, cors: { allowedOrigins } } });

describe('OPTIONS of ours on an API with binary media types', () => {
  test.each<[string, number, ForeignApi]>([
    ['without origins', 1, { props: withOrigins([]) }],
    ['with one origin', 5, { props: withOrigins(['https://a.example.com']) }],
    ['with several origins', 5, { props: withOrigins(['https://a.example.com', 'https://b.example.com']) }],
    [
      'that the defaults of the API put on our resources',
      4,
      { apiProps: { defaultCorsPreflightOptions: { allowOrigins: ['https://app.example.com'] } } },
    ],
  ])('converts to text, request and response, %s', (_, count, given) => {
    const preflights = preflightsOf({
      ...given,
      apiProps: { ...given.apiProps, binaryMediaTypes: ['*/*'] },
    }).filter(({ id }) => given.apiProps === undefined || !id.includes('files'));
    expect(preflights).toHaveLength(count);
    for (const { Properties } of preflights) {
      expect(Properties.Integration).toMatchObject({
        Type: 'MOCK',
        ContentHandling: AS_TEXT,
        PassthroughBehavior: 'NEVER',
        IntegrationResponses: [{ ContentHandling: AS_TEXT, StatusCode: '204' }],
      });
    }
  });
});

describe('an OPTIONS of the app’s own', () => {
  const warnings = (
    binaryMediaTypes: string[],
    own: (resource: apigateway.Resource) => apigateway.Method,
  ) => {
    const { stack, api, stepUp } = foreignApi({ apiProps: { binaryMediaTypes } });
    const files = api.root.addResource('files');
    own(files);
    stepUp.protect(files.addMethod('GET'));
    return warningsOf(stack).filter((text) => text.includes('binary-preflight'));
  };
  const allowHeaders = ['Authorization', 'Step-Up-Grant'];
  const byCdk = (resource: apigateway.Resource) =>
    resource.addCorsPreflight({ allowOrigins: ['https://app.example.com'], allowHeaders });

  test.each(['*/*', 'application/json'])('that answers 500 to every browser is warned of: %s', (type) => {
    expect(warnings([type], byCdk)).toEqual([expect.stringMatching(/OPTIONS \/files is a mock.*500/)]);
  });

  test('that converts to text, or is on an API without such types, is not', () => {
    const contentHandling = apigateway.ContentHandling.CONVERT_TO_TEXT;
    expect(
      warnings(['*/*'], (resource) =>
        resource.addMethod('OPTIONS', new apigateway.MockIntegration({ contentHandling })),
      ),
    ).toEqual([]);
    expect(warnings(['image/png'], byCdk)).toEqual([]);
  });
});

describe('an OPTIONS that the app put on /step-up/token before', () => {
  const integrationOf = (integration: apigateway.Integration) => {
    const { app, stack } = foreignApi({
      prepare: (api) => {
        api.root.resourceForPath('/step-up/token').addMethod('OPTIONS', integration);
      },
    });
    const methods = ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::Method');
    return methods.find(({ id }) => id.includes('tokenOPTIONS'))?.Properties.Integration;
  };

  test('as an HTTP proxy stays as it is', () => {
    expect(integrationOf(new apigateway.HttpIntegration('https://cors.example.com'))).toEqual({
      Type: 'HTTP_PROXY',
      IntegrationHttpMethod: 'GET',
      Uri: 'https://cors.example.com',
    });
  });

  test('as a mock without answers gets none, and with two converts both', () => {
    expect(integrationOf(new apigateway.MockIntegration())).not.toHaveProperty('IntegrationResponses');
    const integrationResponses = [{ statusCode: '204' }, { statusCode: '400', selectionPattern: '4..' }];
    expect(integrationOf(new apigateway.MockIntegration({ integrationResponses }))).toMatchObject({
      IntegrationResponses: [{ ContentHandling: AS_TEXT }, { ContentHandling: AS_TEXT }],
    });
  });
});
