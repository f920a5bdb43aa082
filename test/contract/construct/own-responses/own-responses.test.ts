/** An API that has gateway responses of its own: refused, replaced, or merged; and what CloudFormation makes of each. */
import { CfnCondition, Fn, NestedStack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { StepUpAuthorizer } from '../../../../lib/step-up-authorizer.ts';
import type { StepUpAuthorizerProps } from '../../../../lib/step-up-authorizer.ts';
import { foreignApi } from '../../../support/stacks/foreign-api.ts';
import { deploy, idsIn, NONE, responsesIn } from '../../../support/stacks/own-responses.ts';
import { onlyOne, TRUST } from '../../../support/stacks/synth.ts';

const { ResponseType } = apigateway;
const header = (name: string) => `gatewayresponse.header.${name}`;

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

  test('changes the deployment when theirs changes, and the deployment waits for it: the responses of a deployment count, not those of today (MS)', () => {
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
