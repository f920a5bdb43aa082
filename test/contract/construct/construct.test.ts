import { Aspects, Aws, Lazy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { StepUpAuthorizer } from '../../../lib/step-up-authorizer.ts';
import type { Policy } from '../../../lib/policy.ts';
import { foreignApi, warningsOf } from '../../support/stacks/foreign-api.ts';
import { ofType, synthesizedResources, TRUST } from '../../support/stacks/synth.ts';

describe('another set of seeds', () => {
  test('changes the custom resource, and nothing else', () => {
    const resourcesWith = (policy: Policy) => {
      const { app, stack, api, stepUp } = foreignApi();
      stepUp.protect(api.root.addMethod('GET'), policy);
      const resources = synthesizedResources(app, stack);
      const [seeds] = ofType(resources, 'Custom::StepUpPolicySeeds');
      return { resources: { ...resources, [String(seeds?.id)]: undefined }, seeds: seeds?.Properties.Seeds };
    };
    const before = resourcesWith({ acr: 'urn:example:loa:2' });
    const after = resourcesWith({ maxAge: 300 });
    expect(after.resources).toEqual(before.resources);
    expect(JSON.parse(String(before.seeds))).toContainEqual({ route: 'GET /', acr: 'urn:example:loa:2' });
    expect(JSON.parse(String(after.seeds))).toContainEqual({ route: 'GET /', maxAge: 300 });
  });
});

describe('the exchange, on the stage of an API that exists already,', () => {
  const settingsWith = (deployOptions: apigateway.StageOptions) => {
    const { app, stack } = foreignApi({ apiProps: { deployOptions } });
    const [stage] = ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::Stage');
    return { settings: stage?.Properties.MethodSettings, warnings: warningsOf(stack) };
  };
  const exchange = { HttpMethod: 'POST', ResourcePath: '/~1step-up~1token' };

  test('keeps the settings of the stage, and a stricter throttling', () => {
    const { settings } = settingsWith({
      metricsEnabled: true,
      throttlingRateLimit: 10,
      throttlingBurstLimit: 20,
    });
    expect(settings).toContainEqual({
      ...exchange,
      MetricsEnabled: true,
      DataTraceEnabled: false,
      CachingEnabled: false,
      ThrottlingRateLimit: 10,
      ThrottlingBurstLimit: 20,
    });
  });

  test('is never traced with its bodies, even where the stage is, which gets a warning', () => {
    const { settings, warnings } = settingsWith({ dataTraceEnabled: true });
    expect(settings).toContainEqual(expect.objectContaining({ ...exchange, DataTraceEnabled: false }));
    expect(warnings).toEqual([expect.stringContaining('dataTraceEnabled')]);
  });

  test('is left to settings of its own', () => {
    const methodOptions = { '/step-up/token/POST': { throttlingRateLimit: 7, throttlingBurstLimit: 7 } };
    const { settings } = settingsWith({ methodOptions });
    expect(settings).toContainEqual(expect.objectContaining({ ...exchange, ThrottlingRateLimit: 7 }));
    expect(settings).not.toContainEqual(expect.objectContaining({ ...exchange, ThrottlingRateLimit: 50 }));
  });
});

test('our endpoints stay open to every caller, also where the API has default method options', () => {
  const { app, stack } = foreignApi({ apiProps: { defaultMethodOptions: { apiKeyRequired: true } } });
  const methods = ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::Method');
  expect(methods.length).toBeGreaterThanOrEqual(4);
  for (const { Properties } of methods) expect(Properties.ApiKeyRequired ?? false).toBe(false);
});

describe('synth refuses', () => {
  test('a trust config with mistakes, all of them at once', () => {
    const trust = { acr: ['a b'], issuers: [{ issuer: 'http://id.example.com', audience: [] }] };
    expect(() => foreignApi({ props: { trust } })).toThrow(
      /acr\[0\][\s\S]*issuers\[0\]\.issuer[\s\S]*issuers\[0\]\.audience/,
    );
  });

  test('to replace a gateway response of the API’s own', () => {
    const prepare = (api: apigateway.RestApi) => {
      api.addGatewayResponse('Own', { type: apigateway.ResponseType.ACCESS_DENIED, statusCode: '403' });
    };
    expect(() => foreignApi({ prepare })).toThrow(/already has a gateway response ACCESS_DENIED/);
  });

  test('a gateway response that would replace ours later', () => {
    const { app, api } = foreignApi();
    api.addGatewayResponse('Later', { type: apigateway.ResponseType.DEFAULT_5XX });
    expect(() => app.synth()).toThrow(/Later[\s\S]*already has a gateway response DEFAULT_5XX/);
  });

  test('a second one on the same API, but not one on an API of the same name in another stack', () => {
    const { app, stack, api } = foreignApi();
    expect(() => new StepUpAuthorizer(stack, 'Again', { api, trust: TRUST })).toThrow(/already has/);
    expect(() => foreignApi({ app, stackId: 'Other' })).not.toThrow();
  });

  test.each<[string, (authorizer: apigateway.CfnAuthorizer) => void]>([
    [
      'by its property',
      (authorizer) => {
        authorizer.authorizerResultTtlInSeconds = 300;
      },
    ],
    [
      'by an override',
      (authorizer) => {
        authorizer.addPropertyOverride('AuthorizerResultTtlInSeconds', 300);
      },
    ],
    [
      'with an identity source',
      (authorizer) => {
        authorizer.identitySource = 'method.request.header.Authorization';
      },
    ],
  ])('an authorizer whose results an aspect has cached %s', (_, change) => {
    const { app, stack } = foreignApi();
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof apigateway.CfnAuthorizer) change(node);
      },
    });
    expect(() => app.synth()).toThrow(/RequestAuthorizer has a cache or an identity source/);
  });

  test('an API of another stack', () => {
    const { app, api } = foreignApi();
    const other = new Stack(app, 'Other');
    expect(() => new StepUpAuthorizer(other, 'StepUp', { api, trust: TRUST })).toThrow(/two stacks/);
  });

  test('a trust config with a value that is known only at deployment, naming it', () => {
    const issuers = [{ issuer: Lazy.string({ produce: () => 'https://id' }), audience: ['a'] }];
    expect(() => foreignApi({ props: { trust: { ...TRUST, issuers } } })).toThrow(
      /issuers\[0\]\.issuer of the trust config: known only at deployment/,
    );
    const cors = { allowedOrigins: [`https://${Lazy.string({ produce: () => 'id' })}`] };
    expect(() => foreignApi({ props: { trust: { ...TRUST, cors } } })).toThrow(
      /cors\.allowedOrigins\[0\] of the trust config: known only at deployment/,
    );
    const userPool = [
      {
        issuer: `https://cognito-idp.eu-west-1.amazonaws.com/${Aws.ACCOUNT_ID}`,
        profile: 'cognito' as const,
        clientsWithoutAudience: ['a'],
      },
    ];
    expect(() => foreignApi({ props: { trust: { ...TRUST, issuers: userPool } } })).not.toThrow();
  });

  test.each([[undefined], [{}], [{ ...TRUST, issuers: 'x' }], [{ ...TRUST, issuers: [null], cors: null }]])(
    'a value that is not a trust config, from JavaScript: %j',
    (trust) => {
      // @ts-expect-error: TypeScript would say so itself.
      expect(() => foreignApi({ props: { trust } })).toThrow(/The trust config has mistakes/);
    },
  );

  test('an API that has an endpoint of ours, or a proxy in its place', () => {
    const prepare = (api: apigateway.RestApi) => {
      api.root.resourceForPath('/step-up/token').addMethod('POST');
    };
    expect(() => foreignApi({ prepare })).toThrow(
      /POST \/step-up\/token of step-up cannot be added to Foreign\/Api/,
    );
    const stack = new Stack();
    const handler = lambda.Function.fromFunctionArn(
      stack,
      'F',
      'arn:aws:lambda:eu-west-1:123456789012:function:f',
    );
    const api = new apigateway.LambdaRestApi(stack, 'Api', { handler });
    expect(() => new StepUpAuthorizer(stack, 'StepUp', { api, trust: TRUST })).toThrow(
      /made with proxy: false/,
    );
  });

  test('to protect a method of another API, or one that something else authorizes', () => {
    const { app, api, stepUp } = foreignApi();
    const { api: other } = foreignApi({ app, stackId: 'Other' });
    expect(() => {
      stepUp.protect(other.root.addMethod('GET'));
    }).toThrow(/another API/);
    const signed = api.root.addMethod('GET', undefined, {
      authorizationType: apigateway.AuthorizationType.IAM,
    });
    expect(() => {
      stepUp.protect(signed);
    }).toThrow(/authorization AWS_IAM already/);
  });

  test('to protect OPTIONS, a route nested too deep, or one with a malformed policy', () => {
    const { api, stepUp } = foreignApi();
    expect(() => {
      stepUp.protect(api.root.addResource('open').addMethod('OPTIONS'));
    }).toThrow(/OPTIONS/);
    const deep = api.root.resourceForPath(Array.from({ length: 60 }, (_, index) => `p${index}`).join('/'));
    expect(() => {
      stepUp.protect(deep.addMethod('GET'));
    }).toThrow(/Use fewer path segments/);
    expect(() => {
      stepUp.protect(api.root.addMethod('PUT'), { acr: 'urn:example:loa:9', maxAge: 1 });
    }).toThrow(/acr: [\s\S]*maxAge: /);
  });
});

describe('a change of what is protected', () => {
  test('makes a new deployment, so that the stage does not keep the old one', () => {
    // Without origins, so that no OPTIONS is added, which would make a new deployment too.
    const trust = { ...TRUST, cors: { allowedOrigins: [] } };
    const deploymentOf = (protect: boolean) => {
      const { app, stack, api, stepUp } = foreignApi({ props: { trust } });
      const method = api.root.addMethod('GET');
      if (protect) stepUp.protect(method);
      return ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::Deployment')[0]?.id;
    };
    expect(deploymentOf(true)).not.toBe(deploymentOf(false));
  });
});
