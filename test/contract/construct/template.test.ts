import * as v from 'valibot';
import { REFUSAL_CONTEXT_KEYS } from '../../../core/contract.ts';
import { exampleResources } from '../../support/stacks/example-stack.ts';
import { ofType, onlyOne } from '../../support/stacks/synth.ts';
import type { Resources } from '../../support/stacks/synth.ts';

let resources: Resources;
beforeAll(() => {
  resources = exampleResources();
});

const templates = v.object({ 'application/json': v.string() });
const accessLog = v.object({ Format: v.string() });

describe('the authorizer', () => {
  test('has no identity source and is never cached [results-never-cached]', () => {
    const [authorizer, ...others] = ofType(resources, 'AWS::ApiGateway::Authorizer');
    expect(others).toEqual([]);
    expect(authorizer?.Properties).toMatchObject({ Type: 'REQUEST', AuthorizerResultTtlInSeconds: 0 });
    expect(authorizer?.Properties).not.toHaveProperty('IdentitySource');
  });

  test('stands before every method but the open endpoints and OPTIONS', () => {
    const open = ofType(resources, 'AWS::ApiGateway::Method')
      .filter(
        ({ Properties }) => Properties.AuthorizationType === 'NONE' && Properties.HttpMethod !== 'OPTIONS',
      )
      .map(({ id }) => id);
    expect(open).toEqual([
      expect.stringContaining('stepuptokenPOST'),
      expect.stringContaining('wellknownoauthprotectedresourceGET'),
      expect.stringContaining('wellknownoauthprotectedresourceproxyGET'),
    ]);
    const guarded = ofType(resources, 'AWS::ApiGateway::Method').filter(
      ({ Properties }) => Properties.AuthorizationType === 'CUSTOM',
    );
    expect(guarded).toHaveLength(6);
    for (const { Properties } of guarded) expect(Properties).toHaveProperty('AuthorizerId');
  });

  test('may be invoked by this API’s authorizer alone', () => {
    const [permission] = ofType(resources, 'AWS::Lambda::Permission').filter(({ id }) =>
      id.includes('AuthorizerInvoke'),
    );
    expect(JSON.stringify(permission?.Properties.SourceArn)).toContain('/authorizers/');
  });
});

describe('the gateway responses', () => {
  const response = (type: string) =>
    ofType(resources, 'AWS::ApiGateway::GatewayResponse').find(
      ({ Properties }) => Properties.ResponseType === type,
    )?.Properties;

  test.each([
    ['ACCESS_DENIED', '401'],
    ['UNAUTHORIZED', '401'],
    ['AUTHORIZER_FAILURE', '503'],
    ['AUTHORIZER_CONFIGURATION_ERROR', '503'],
    ['MISSING_AUTHENTICATION_TOKEN', '403'],
    ['DEFAULT_4XX', undefined],
    ['DEFAULT_5XX', undefined],
  ])('%s answers with status %s, readable across origins', (type, status) => {
    expect(response(type)?.StatusCode).toBe(status);
    expect(response(type)?.ResponseParameters).toMatchObject({
      'gatewayresponse.header.Access-Control-Allow-Origin': "'https://app.example.com'",
      'gatewayresponse.header.Access-Control-Expose-Headers': expect.stringContaining('WWW-Authenticate'),
      'gatewayresponse.header.Content-Type': "'application/problem+json'",
    });
  });

  test('a refusal carries the challenge in the header, and every fact in the body', () => {
    const refusal = response('ACCESS_DENIED');
    expect(refusal?.ResponseParameters).toMatchObject({
      'gatewayresponse.header.WWW-Authenticate': 'context.authorizer.stepUpWwwAuthenticate',
    });
    const { 'application/json': template } = v.parse(templates, refusal?.ResponseTemplates);
    for (const key of REFUSAL_CONTEXT_KEYS.filter(
      (one) => !['stepUpWwwAuthenticate', 'stepUpAllowOrigin'].includes(one),
    )) {
      expect(template).toContain(`$context.authorizer.${key}`);
    }
    // Also where another authorizer of the API, or its resource policy, refuses and fills nothing.
    expect(() => {
      JSON.parse(template.replace(/\$context\.[A-Za-z.]+/g, ''));
    }).not.toThrow();
    const filled = template
      .replace('$context.authorizer.stepUpMaxAge', '300')
      .replace(/\$context\.[A-Za-z.]+/g, 'x');
    expect(JSON.parse(filled)).toMatchObject({ status: 401, max_age: '300', acr_values: 'x' });
  });

  // RFC 9457 §4.2.1: a problem of no type of its own has the phrase of its status for a title.
  test('an unknown route is a problem with the phrase of its status, and what has many statuses has no title', () => {
    const bodyOf = (type: string) => {
      const { 'application/json': template } = v.parse(templates, response(type)?.ResponseTemplates);
      const body: unknown = JSON.parse(template.replace('$context.error.messageString', '"text"'));
      return body;
    };
    expect(bodyOf('MISSING_AUTHENTICATION_TOKEN')).toEqual({
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      detail: 'No such route or method, or a request that is not signed as the method asks.',
      request_id: '$context.extendedRequestId',
    });
    for (const type of ['DEFAULT_4XX', 'DEFAULT_5XX']) {
      expect(bodyOf(type)).toEqual({
        type: 'about:blank',
        detail: 'text',
        response_type: '$context.error.responseType',
        request_id: '$context.extendedRequestId',
      });
    }
  });

  test('a failure of ours says when to try again', () => {
    expect(response('AUTHORIZER_FAILURE')?.ResponseParameters).toMatchObject({
      'gatewayresponse.header.Retry-After': "'5'",
    });
  });
});

describe('tables, functions and logs', () => {
  test('tables are recoverable, protected and kept', () => {
    const tables = ofType(resources, 'AWS::DynamoDB::Table');
    expect(tables).toHaveLength(4);
    for (const { Properties, DeletionPolicy } of tables) {
      expect(DeletionPolicy).toBe('Retain');
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });

  test('what is known of a user’s risk ends', () => {
    const [risk] = ofType(resources, 'AWS::DynamoDB::Table').filter(({ id }) => id.includes('Risk'));
    expect(risk?.Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
  });

  test('grants expire, and can be found by the hash of their subject, and counted by the hash of their holder', () => {
    const [grant] = ofType(resources, 'AWS::DynamoDB::Table').filter(({ id }) => id.includes('Grant'));
    expect(grant?.Properties).toMatchObject({
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      GlobalSecondaryIndexes: [
        { KeySchema: [{ AttributeName: 'subjectHash' }], Projection: { ProjectionType: 'KEYS_ONLY' } },
        {
          IndexName: 'holder',
          KeySchema: [
            { AttributeName: 'holderHash', KeyType: 'HASH' },
            { AttributeName: 'expiresAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
  });

  test('functions run on Node.js 24 and arm64, and are traced', () => {
    for (const { Properties } of ofType(resources, 'AWS::Lambda::Function')) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
      });
    }
  });

  test('the access log has no header and no claim, and our endpoints are throttled', () => {
    const [stage] = ofType(resources, 'AWS::ApiGateway::Stage');
    const { Format } = v.parse(accessLog, stage?.Properties.AccessLogSetting);
    const variables = Format.match(/\$context\.authorizer\.\w+/g);
    expect(variables).toEqual([
      '$context.authorizer.stepUpError',
      '$context.authorizer.stepUpNext',
      '$context.authorizer.latency',
    ]);
    expect(Format).not.toMatch(/\$input|request\.header/);
    expect(Format).not.toContain('$context.requestId');
    for (const [HttpMethod, ResourcePath] of [
      ['POST', '/~1step-up~1token'],
      ['GET', '/~1step-up~1requirements~1{proxy+}'],
    ]) {
      expect(stage?.Properties.MethodSettings).toContainEqual(
        expect.objectContaining({
          HttpMethod,
          ResourcePath,
          ThrottlingRateLimit: 50,
          ThrottlingBurstLimit: 100,
          DataTraceEnabled: false,
        }),
      );
    }
  });

  test('the exchange knows how deep the routes of the API are', () => {
    const environmentOf = (part: string) =>
      onlyOne(resources, 'AWS::Lambda::Function', part).Properties.Environment;
    // Of our own /step-up/requirements/{proxy+}: itself, two wildcards above it, and /*, each also for ANY.
    expect(environmentOf('StepUpTokenExchange')).toMatchObject({ Variables: { MOST_CANDIDATES: '8' } });
    expect(environmentOf('StepUpAuthorizer')).not.toHaveProperty('Variables.MOST_CANDIDATES');
  });

  test('the API refuses TLS below 1.2', () => {
    const [api] = ofType(resources, 'AWS::ApiGateway::RestApi');
    expect(api?.Properties).toMatchObject({
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
  });
});
