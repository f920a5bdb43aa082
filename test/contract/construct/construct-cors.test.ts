/** `cors` of the trust config, in the template. */
import { foreignApi, warningsOf } from '../../support/stacks/foreign-api.ts';
import { ofType, synthesizedResources, TRUST } from '../../support/stacks/synth.ts';

describe('pages of other origins', () => {
  const responsesWith = (allowedOrigins: string[]) => {
    const { app, stack } = foreignApi({ props: { trust: { ...TRUST, cors: { allowedOrigins } } } });
    const responses = ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::GatewayResponse');
    return new Map(
      responses.map(({ Properties }) => [
        Properties.ResponseType,
        JSON.stringify(Properties.ResponseParameters),
      ]),
    );
  };

  test('of several, a refusal names the caller’s, and an answer that is the same for all is open to any', () => {
    const responses = responsesWith(['https://a.example.com', 'https://b.example.com']);
    const header = '"gatewayresponse.header.Access-Control-Allow-Origin":';
    expect(responses.get('ACCESS_DENIED')).toContain(`${header}"context.authorizer.stepUpAllowOrigin"`);
    expect(responses.get('AUTHORIZER_FAILURE')).toContain(`${header}"'*'"`);
  });

  test('without any, no answer speaks of them', () => {
    const responses = [...responsesWith([]).values()];
    expect(responses).toHaveLength(7);
    for (const parameters of responses) expect(parameters).not.toContain('Access-Control');
  });

  test('may send the headers that the trust config allows, beside ours and each once', () => {
    const cors = {
      allowedOrigins: ['https://a.example.com'],
      allowedHeaders: ['Idempotency-Key', 'traceparent', 'authorization'],
    };
    const { app, stack, api, stepUp } = foreignApi({ props: { trust: { ...TRUST, cors } } });
    stepUp.protect(api.root.addResource('payments').addMethod('POST'));
    const allowed = ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::Method')
      .filter(({ Properties }) => Properties.HttpMethod === 'OPTIONS')
      .map(({ Properties }) => /Allow-Headers":"([^"]*)"/.exec(JSON.stringify(Properties))?.[1]);
    expect(allowed.length).toBeGreaterThan(1);
    expect(new Set(allowed)).toEqual(
      new Set(["'Authorization,Content-Type,Step-Up-Grant,Idempotency-Key,traceparent'"]),
    );
  });

  test('may read the headers that the trust config exposes, of each gateway response', () => {
    const cors = {
      allowedOrigins: ['https://a.example.com'],
      exposedHeaders: ['X-Request-Id', 'retry-after'],
    };
    const { app, stack } = foreignApi({ props: { trust: { ...TRUST, cors } } });
    const responses = ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::GatewayResponse');
    expect(responses).toHaveLength(7);
    for (const { Properties } of responses)
      expect(Properties.ResponseParameters).toMatchObject({
        'gatewayresponse.header.Access-Control-Expose-Headers':
          "'WWW-Authenticate, Retry-After, x-amz-apigw-id, X-Request-Id'",
      });
  });

  test('a resource with an OPTIONS of its own is left as it is, with a warning', () => {
    const { stack, api, stepUp } = foreignApi();
    const resource = api.root.addResource('own');
    resource.addCorsPreflight({ allowOrigins: ['https://app.example.com'] });
    stepUp.protect(resource.addMethod('GET'));
    stepUp.protect(resource.addMethod('POST'));
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/own.*the headers Step-Up-Grant\./)]);
  });

  test('and so is one that lacks a header that the trust config allows', () => {
    const cors = { allowedOrigins: ['https://a.example.com'], allowedHeaders: ['Idempotency-Key'] };
    const { stack, api, stepUp } = foreignApi({ props: { trust: { ...TRUST, cors } } });
    const resource = api.root.addResource('own');
    const allowHeaders = ['authorization', 'Step-Up-Grant'];
    resource.addCorsPreflight({ allowOrigins: cors.allowedOrigins, allowHeaders });
    stepUp.protect(resource.addMethod('GET'));
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/own.*the headers Idempotency-Key\./)]);
  });

  test('an OPTIONS that lets our headers through is not warned of, nor any of our open endpoints', () => {
    const allowHeaders = ['authorization', 'Step-Up-Grant'];
    const { stack, api, stepUp } = foreignApi({
      apiProps: { defaultCorsPreflightOptions: { allowOrigins: ['https://app.example.com'], allowHeaders } },
    });
    stepUp.protect(api.root.addResource('own').addMethod('GET'));
    expect(warningsOf(stack)).toEqual([]);
  });
});
