/** Likely mistakes that synth warns of or refuses. */
import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { Policy } from '../../../lib/policy.ts';
import { StepUpAuthorizer } from '../../../lib/step-up-authorizer.ts';
import { allWarningsOf, foreignApi } from '../../support/stacks/foreign-api.ts';
import { newApp, TRUST } from '../../support/stacks/synth.ts';

test('a construct that protects nothing says so', () => {
  const { stack } = foreignApi();
  expect(allWarningsOf(stack)).toEqual([expect.stringMatching(/Foreign\/StepUp.*Nothing is protected yet/)]);
});

test('a policy for a route that is not protected is warned of, one for a wildcard above a route is not', () => {
  const { stack, api, stepUp } = foreignApi();
  const payments = api.root.addResource('payments');
  stepUp.protect(payments.addResource('{id}').addMethod('GET'));
  stepUp.protect(payments.addMethod('ANY', new apigateway.MockIntegration()));
  stepUp.seedPolicy('ANY /payments/*', { acr: 'urn:example:loa:2' });
  stepUp.seedPolicy('PATCH /payments', { acr: 'urn:example:loa:3' });
  stepUp.seedPolicy('POST /paymets', { acr: 'urn:example:loa:2' });
  expect(allWarningsOf(stack)).toEqual([expect.stringMatching(/uses the policy of POST \/paymets/)]);
});

test('a protected resource counts, wherever the construct is in the tree', () => {
  const stack = new Stack(newApp(), 'Foreign');
  const security = new Construct(stack, 'Security');
  const api = new apigateway.RestApi(stack, 'Api');
  const stepUp = new StepUpAuthorizer(security, 'StepUp', { api, trust: TRUST });
  const orders = api.root.addResource('orders');
  orders.addMethod('GET');
  stepUp.protect(orders, { acr: 'urn:example:loa:2' });
  expect(allWarningsOf(stack)).toEqual([]);
});

test('a group that has no seed is warned of', () => {
  const { stack, api, stepUp } = foreignApi();
  stepUp.protect(api.root.addMethod('GET'), { group: 'money' });
  stepUp.protect(api.root.addMethod('POST'), { group: 'people' });
  stepUp.seedPolicy('GROUP people', { acr: 'urn:example:loa:2' });
  expect(allWarningsOf(stack)).toEqual([expect.stringMatching(/group money has no policy/)]);
});

test('a grant that nothing could earn is refused, unless a group may say what earns it', () => {
  const { api, stepUp } = foreignApi();
  expect(() => {
    stepUp.protect(api.root.addMethod('GET'), { grant: { required: true } });
  }).toThrow(/GET \/ demands a grant, and nothing that would earn one/);
  expect(() => {
    stepUp.seedPolicy('GROUP money', { grant: { use: 'once' } });
  }).toThrow(/GROUP money demands a grant/);
  stepUp.protect(api.root.addMethod('POST'), { grant: { required: true }, group: 'money' });
});

describe('an issuer that writes no time of a sign-in', () => {
  const warnedOf = (issuer: object, policy: Policy) => {
    const stack = new Stack(newApp(), 'Timeless');
    const api = new apigateway.RestApi(stack, 'Api');
    const trust = { ...TRUST, issuers: TRUST.issuers.map((one) => ({ ...one, ...issuer })) };
    const stepUp = new StepUpAuthorizer(stack, 'StepUp', { api, trust });
    stepUp.protect(api.root.addMethod('POST'), policy);
    return allWarningsOf(stack);
  };

  test.each<[string, Policy]>([
    ['a maxAge', { maxAge: 300 }],
    ['a once-only grant', { acr: 'urn:example:loa:2', grant: { use: 'once' } }],
    ['a rule', { rules: [{ when: 'risk.score > 1.0', maxAge: 300 }] }],
    ['a change', { upcoming: { rules: [{ when: 'risk.score > 1.0', maxAge: 300 }] } }],
  ])('is warned of, with what asks for a time: %s', (_, policy) => {
    expect(warnedOf({ authTime: 'none' }, policy)).toEqual([
      expect.stringMatching(/writes no time of a sign-in.* get a plain no\. Seeded here: POST \/\./),
    ]);
    expect(warnedOf({}, policy)).toEqual([]);
  });

  test('is warned of also where nothing that is seeded asks for one', () => {
    expect(warnedOf({ authTime: 'none' }, { acr: 'urn:example:loa:2' })).toEqual([
      expect.stringMatching(/writes no time of a sign-in.* get a plain no\. \[ack/),
    ]);
  });
});
