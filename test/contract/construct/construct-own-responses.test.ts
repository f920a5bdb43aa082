/** An API that has gateway responses of its own: refused, replaced, or merged; and what CloudFormation makes of each. */
import { App, CfnCondition, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { StepUpAuthorizer } from '../../../lib/step-up-authorizer.ts';
import type { StepUpAuthorizerProps } from '../../../lib/step-up-authorizer.ts';
import { foreignApi, warningsOf } from '../../support/stacks/foreign-api.ts';
import { newOutdir, ofType, onlyOne, synthesizedResources, TRUST } from '../../support/stacks/synth.ts';
import type { Resources } from '../../support/stacks/synth.ts';

const { ResponseType } = apigateway;
const NO_ORIGINS = { ...TRUST, cors: { allowedOrigins: [] } };
const header = (name: string) => `gatewayresponse.header.${name}`;

/** What most APIs have: CORS for errors. And one for refusals, in another case than ours. */
const prepare = (api: apigateway.RestApi) => {
  const responseHeaders = { 'access-control-allow-origin': "'*'", 'X-Own': "'own'" };
  api.addGatewayResponse('Default4xx', { type: ResponseType.DEFAULT_4XX, responseHeaders });
  api.addGatewayResponse('Denied', {
    type: ResponseType.ACCESS_DENIED,
    statusCode: '403',
    responseHeaders: { 'WWW-AUTHENTICATE': "'Basic'", 'X-Denied': "'yes'" },
    templates: { 'application/json': '{"no":1}', 'application/xml': '<no/>' },
  });
};

/** Logical ids and contents by response type. There is one resource for each type: else the last one would count. */
const responsesIn = (resources: Resources) => {
  const all = ofType(resources, 'AWS::ApiGateway::GatewayResponse');
  const byType = new Map(all.map((one) => [String(one.Properties.ResponseType), one]));
  expect(all).toHaveLength(byType.size);
  return byType;
};

const idsIn = (resources: Resources) =>
  Object.fromEntries([...responsesIn(resources)].map(([type, { id }]) => [type, id]));

const deploy = (props: Partial<StepUpAuthorizerProps>, own = prepare) => {
  const { app, stack } = foreignApi({ prepare: own, props: { trust: NO_ORIGINS, ...props } });
  return { resources: synthesizedResources(app, stack), warnings: warningsOf(stack) };
};

const NONE = () => undefined;

/** The API before it gets step-up. */
const before = () => {
  const app = new App({ outdir: newOutdir() });
  const stack = new Stack(app, 'Foreign');
  const api = new apigateway.RestApi(stack, 'Api');
  api.root.addMethod('GET');
  prepare(api);
  return synthesizedResources(app, stack);
};

describe.each(['replace', 'merge'] as const)('over four deployments, %s', (gatewayResponses) => {
  test('no response of the API changes its logical id', () => {
    const first = idsIn(before());
    const second = deploy({ gatewayResponses });
    const ids = idsIn(second.resources);
    expect(ids).toMatchObject(first);
    expect(Object.keys(ids)).toHaveLength(7);

    const gatewayResponseIds = pinsIn(second.warnings);
    expect(gatewayResponseIds).toEqual(ids);
    const third = deploy({ gatewayResponses, gatewayResponseIds });
    expect(third.warnings).toEqual([]);
    expect(third.resources).toEqual(second.resources);
    const fourth = deploy({ gatewayResponses, gatewayResponseIds }, NONE);
    expect(fourth.warnings).toEqual([]);
    expect(idsIn(fourth.resources)).toEqual(ids);
    expect(idsIn(deploy({ gatewayResponseIds }, NONE).resources)).toEqual(ids);
  });

  test('taking step-up away gives the API its own ones back, under the ids that they had', () => {
    expect(idsIn(deploy({ gatewayResponses }).resources)).toMatchObject(idsIn(before()));
  });
});

/** What synth says to set. */
const pinsIn = (warnings: readonly string[]) =>
  Object.fromEntries(
    warnings.flatMap((text) => {
      const [, pins = ''] = /gatewayResponseIds: \{ ([^}]*) \}/.exec(text) ?? [];
      return [...pins.matchAll(/(\w+): '(\w+)'/g)].map(([, type = '', id = '']) => [type, id]);
    }),
  );

describe('merge', () => {
  const merged = (props: Partial<StepUpAuthorizerProps> = {}) =>
    responsesIn(deploy({ gatewayResponses: 'merge', ...props }).resources);

  test('keeps the headers that step-up does not set; ours win, whatever their case', () => {
    const denied = merged().get('ACCESS_DENIED')?.Properties;
    expect(denied?.ResponseParameters).toEqual({
      [header('X-Denied')]: "'yes'",
      [header('WWW-Authenticate')]: 'context.authorizer.stepUpWwwAuthenticate',
      [header('Content-Type')]: "'application/problem+json'",
      [header('Cache-Control')]: "'no-store'",
    });
  });

  test('has our status and our body, and no body of theirs for another type', () => {
    const denied = merged().get('ACCESS_DENIED')?.Properties;
    expect(denied?.StatusCode).toBe('401');
    expect(denied?.ResponseTemplates).toEqual({ 'application/json': expect.stringContaining('stepUpError') });
  });

  test('gives the CORS headers of DEFAULT_4XX to the types that had no response of their own', () => {
    const own = { [header('access-control-allow-origin')]: "'*'", [header('X-Own')]: "'own'" };
    expect(merged().get('DEFAULT_4XX')?.Properties.ResponseParameters).toMatchObject(own);
    expect(merged().get('UNAUTHORIZED')?.Properties.ResponseParameters).toMatchObject(own);
    expect(merged().get('AUTHORIZER_FAILURE')?.Properties.ResponseParameters).not.toMatchObject(own);
  });

  test('takes the origins of the trust config before theirs', () => {
    const responses = merged({ trust: TRUST });
    expect(responses.get('DEFAULT_4XX')?.Properties.ResponseParameters).toMatchObject({
      [header('Access-Control-Allow-Origin')]: "'https://app.example.com'",
    });
    expect(JSON.stringify([...responses.values()])).not.toContain('access-control-allow-origin');
  });

  test('drops their credentials where ours allow any origin: browsers refuse an answer with both', () => {
    const own = (api: apigateway.RestApi) => {
      const responseHeaders = {
        'access-control-allow-origin': "'https://a.example.com'",
        'access-Control-allow-credentials': "'true'",
      };
      api.addGatewayResponse('Default4xx', { type: ResponseType.DEFAULT_4XX, responseHeaders });
    };
    const withOrigins = (allowedOrigins: string[]) => {
      const trust = { ...TRUST, cors: { allowedOrigins } };
      const { resources } = deploy({ gatewayResponses: 'merge', trust }, own);
      return JSON.stringify(responsesIn(resources).get('DEFAULT_4XX')?.Properties.ResponseParameters);
    };
    const [a, b] = ['https://a.example.com', 'https://b.example.com'];
    expect(withOrigins([a, b])).toContain(`Access-Control-Allow-Origin":"'*'"`);
    expect(withOrigins([a, b])).not.toMatch(/credentials/i);
    expect(withOrigins([a])).toMatch(/credentials/i);
    expect(withOrigins([])).toMatch(/credentials/i);
  });

  test('changes the deployment when theirs changes, and the deployment waits for it', () => {
    const deploymentWith = (value: string) => {
      const own = (api: apigateway.RestApi) => {
        new apigateway.CfnGatewayResponse(api, 'Raw', {
          restApiId: api.restApiId,
          responseType: 'DEFAULT_5XX',
          responseParameters: { [header('X-Own')]: `'${value}'` },
        });
      };
      const { resources } = deploy({ gatewayResponses: 'merge' }, own);
      return onlyOne(resources, 'AWS::ApiGateway::Deployment', 'Api');
    };
    expect(deploymentWith('a').id).not.toBe(deploymentWith('b').id);
    expect(deploymentWith('a').DependsOn).toContainEqual(expect.stringMatching(/^ApiRaw/));
  });
});

test('replace keeps nothing of theirs', () => {
  const { resources } = deploy({ gatewayResponses: 'replace' });
  const replaced = [...responsesIn(resources)].map(([type, { Properties }]) => [type, Properties]);
  const without = [...responsesIn(deploy({}, NONE).resources)].map(([type, one]) => [type, one.Properties]);
  expect(Object.fromEntries(replaced)).toEqual(Object.fromEntries(without));
});

describe('synth says', () => {
  test('what to set where the API has its own, also if step-up was there first', () => {
    const refuse = () => deploy({});
    expect(refuse).toThrow(/Default4xx.*already has a gateway response DEFAULT_4XX/);
    expect(refuse).toThrow(/gatewayResponses: 'merge'.*'replace'/);
    const { DEFAULT_4XX: own } = idsIn(deploy({}, NONE).resources);
    expect(refuse).toThrow(`gatewayResponseIds: { DEFAULT_4XX: '${own}' }`);
  });

  test('nothing, and keeps our id, where the app adds its own later and says which id is deployed', () => {
    const gatewayResponseIds = idsIn(deploy({}, NONE).resources);
    const { resources } = deploy({ gatewayResponses: 'merge', gatewayResponseIds });
    expect(idsIn(resources)).toEqual(gatewayResponseIds);
    expect(responsesIn(resources).get('DEFAULT_4XX')?.Properties.ResponseParameters).toMatchObject({
      [header('X-Own')]: "'own'",
    });
  });

  test('that an id is wrong', () => {
    expect(() => deploy({ gatewayResponses: 'merge', gatewayResponseIds: { DEFAULT_4XX: 'Typo' } })).toThrow(
      /gatewayResponseIds\.DEFAULT_4XX: Typo is not the logical id .*Default4xx.* has ApiDefault4xx\w+,.* ApiStepUpDEFAULT4XX/,
    );
    expect(() => deploy({ gatewayResponseIds: { DEFAULT_4XX: 'no id' } }, NONE)).toThrow(/no id is not/);
  });

  test('that a response which was taken over may be gone', () => {
    expect(deploy({ gatewayResponses: 'merge' }, NONE).warnings).toEqual([
      expect.stringMatching(
        /Foreign\/Api has no gateway response of its own for ACCESS_DENIED.*DEFAULT_5XX.*gateway-response-gone/,
      ),
    ]);
  });

  test('so, too, where the id of another type is kept, or another response of theirs is left, and what to set', () => {
    const theirs = idsIn(before());
    const gatewayResponseIds = { DEFAULT_4XX: theirs.DEFAULT_4XX ?? '' };
    const gone = expect.stringMatching(/of its own for ACCESS_DENIED, UNAUTHORIZED.*gateway-response-gone/);
    expect(deploy({ gatewayResponses: 'merge', gatewayResponseIds }, NONE).warnings).toEqual([gone]);
    const half = deploy({ gatewayResponseIds }, NONE);
    expect(half.warnings).toEqual([gone]);
    const own = (api: apigateway.RestApi) => {
      api.addGatewayResponse('Default4xx', { type: ResponseType.DEFAULT_4XX });
    };
    const left = deploy({ gatewayResponses: 'merge', gatewayResponseIds }, own);
    expect(left.warnings).toEqual([gone]);

    const all = {
      ...gatewayResponseIds,
      ...pinsIn(half.warnings),
      ACCESS_DENIED: theirs.ACCESS_DENIED ?? '',
    };
    const whole = deploy({ gatewayResponseIds: all }, NONE);
    expect(whole.warnings).toEqual([]);
    expect(idsIn(whole.resources)).toEqual(all);
  });

  test('that two ids are swapped: ours, and theirs where their text tells', () => {
    const { DEFAULT_4XX = '', DEFAULT_5XX = '' } = idsIn(deploy({}, NONE).resources);
    const swapped = { DEFAULT_4XX: DEFAULT_5XX, DEFAULT_5XX: DEFAULT_4XX };
    expect(() => deploy({ gatewayResponseIds: swapped }, NONE)).toThrow(
      /gatewayResponseIds\.DEFAULT_4XX: ApiStepUpDEFAULT5XX\w+ is the logical id of DEFAULT_5XX of Foreign\/Api/,
    );
    const gatewayResponseIds = { DEFAULT_4XX: 'ApiDefault5xx1A', DEFAULT_5XX: 'ApiDefault4xx1A' };
    const { warnings } = deploy({ gatewayResponseIds }, NONE);
    expect(warnings.filter((text) => text.includes('gateway-response-swapped'))).toEqual([
      expect.stringMatching(
        /gatewayResponseIds\.DEFAULT_4XX: ApiDefault5xx1A looks like the id of DEFAULT_5XX/,
      ),
      expect.stringMatching(
        /gatewayResponseIds\.DEFAULT_5XX: ApiDefault4xx1A looks like the id of DEFAULT_4XX/,
      ),
    ]);
  });

  test('that one in another stack takes two deployments, and which', () => {
    const own = (api: apigateway.RestApi) => {
      const other = new NestedStack(api.stack, 'Other');
      const { restApiId } = api;
      new apigateway.CfnGatewayResponse(other, 'Raw', { restApiId, responseType: 'DEFAULT_5XX' });
    };
    expect(() => deploy({ gatewayResponses: 'merge' }, own)).toThrow(
      /Other\/Raw.*two deployments: 1\. remove it .* 2\. add StepUpAuthorizer/,
    );
  });

  test('that one was made too late, has an override or a condition, or is there twice', () => {
    const late = foreignApi({ props: { gatewayResponses: 'merge' } });
    late.api.addGatewayResponse('Later', { type: ResponseType.DEFAULT_5XX });
    expect(() => late.app.synth()).toThrow(/Later.*made after the StepUpAuthorizer: make it before/);

    const withRaw = (change: (raw: apigateway.CfnGatewayResponse) => void) => {
      const own = ({ stack, restApiId }: apigateway.RestApi) => {
        change(new apigateway.CfnGatewayResponse(stack, 'Raw', { restApiId, responseType: 'DEFAULT_5XX' }));
      };
      return () => deploy({ gatewayResponses: 'replace' }, own);
    };
    const override = withRaw((raw) => {
      raw.addPropertyOverride('StatusCode', '418');
    });
    expect(override).toThrow(/Raw answers for step-up as DEFAULT_5XX, and its StatusCode is not what/);
    const condition = withRaw((raw) => {
      const expression = Fn.conditionEquals('a', 'b');
      raw.cfnOptions.condition = new CfnCondition(raw.stack, 'Never', { expression });
    });
    expect(condition).toThrow(/Raw answers for step-up as DEFAULT_5XX, and its Condition is not what/);
    const twice = withRaw(({ stack, restApiId, responseType }) => {
      new apigateway.CfnGatewayResponse(stack, 'Again', { restApiId, responseType });
    });
    expect(twice).toThrow(/two of them/);
  });

  test('that a second construct on the API is one too many, also with merge', () => {
    const { stack, api } = foreignApi();
    const again = () =>
      new StepUpAuthorizer(stack, 'Again', { api, trust: TRUST, gatewayResponses: 'merge' });
    expect(again).toThrow(/cannot be added/);
  });
});
