/** The rate limit of AWS WAF before our own endpoints, in the template. Nothing here runs on AWS. */
import { join } from 'node:path';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as v from 'valibot';
import { match } from '../../../core/gateway/match.ts';
import { decoded } from '../../../core/percent-encoding.ts';
import { stepUpRateRule } from '../../../lib/gateway/rate-limit.ts';
import { readTemplate } from '../../../local/template/template.ts';
import { exampleResources } from '../../support/stacks/example-stack.ts';
import { allWarningsOf, foreignApi } from '../../support/stacks/foreign-api.ts';
import { ofType, onlyOne, synthesizedResources } from '../../support/stacks/synth.ts';
import type { Resources } from '../../support/stacks/synth.ts';

const LIMIT = { requestsPerFiveMinutes: 200 };

const ruleSchema = v.object({
  Statement: v.object({
    RateBasedStatement: v.object({
      ScopeDownStatement: v.object({
        ByteMatchStatement: v.object({
          FieldToMatch: v.strictObject({ UriPath: v.object({}) }),
          PositionalConstraint: v.literal('CONTAINS'),
          SearchString: v.string(),
          TextTransformations: v.array(
            v.object({ Priority: v.number(), Type: v.picklist(['URL_DECODE', 'LOWERCASE']) }),
          ),
        }),
      }),
    }),
  }),
});

const aclOf = (resources: Resources) => onlyOne(resources, 'AWS::WAFv2::WebACL', 'StepUp');
const rulesOf = (resources: Resources) => v.parse(v.array(v.unknown()), aclOf(resources).Properties.Rules);
const wafIn = (resources: Resources) =>
  Object.values(resources).filter(({ Type }) => Type.startsWith('AWS::WAF'));
const stagesOf = (resources: Resources) =>
  ofType(resources, 'AWS::WAFv2::WebACLAssociation').map(({ Properties }) =>
    JSON.stringify(Properties.ResourceArn),
  );

function limited() {
  const foreign = foreignApi();
  foreign.stepUp.limitRate(LIMIT);
  return synthesizedResources(foreign.app, foreign.stack);
}

test('there is none unless it is asked for, and synth says nothing of it', () => {
  expect(wafIn(exampleResources())).toEqual([]);
  const { app, stack } = foreignApi();
  expect(wafIn(synthesizedResources(app, stack))).toEqual([]);
  expect(allWarningsOf(stack).join()).not.toMatch(/waf|rate/i);
});

test('limitRate puts a web ACL before the stage that CDK makes: all may pass but what is over the limit', () => {
  const resources = limited();
  const { id, Properties } = aclOf(resources);
  expect(Properties).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
  expect(rulesOf(resources)).toEqual([
    expect.objectContaining({
      Priority: 0,
      Action: {
        Block: {
          CustomResponse: {
            ResponseCode: 429,
            ResponseHeaders: [
              { Name: 'Retry-After', Value: '300' },
              { Name: 'Access-Control-Allow-Origin', Value: '*' },
              { Name: 'Access-Control-Expose-Headers', Value: 'Retry-After' },
            ],
          },
        },
      },
      Statement: {
        RateBasedStatement: expect.objectContaining({
          AggregateKeyType: 'IP',
          EvaluationWindowSec: 300,
          Limit: 200,
        }),
      },
    }),
  ]);
  const association = onlyOne(resources, 'AWS::WAFv2::WebACLAssociation', '');
  expect(association.Properties.WebACLArn).toEqual({ 'Fn::GetAtt': [id, 'Arn'] });
  const { id: stage } = onlyOne(resources, 'AWS::ApiGateway::Stage', '');
  expect(stagesOf(resources)).toEqual([expect.stringContaining(`"/stages/",{"Ref":"${stage}"}`)]);
});

test('it keeps no samples of requests, which would hold tokens and grants', () => {
  const settings = JSON.stringify(aclOf(limited()).Properties).match(/"SampledRequestsEnabled":\w+/g);
  expect(settings).toEqual(Array.from({ length: 2 }, () => '"SampledRequestsEnabled":false'));
});

test('it is put before the stages that are named, as one web ACL', () => {
  const { app, stack, api, stepUp } = foreignApi();
  const deployment = api.latestDeployment;
  if (deployment === undefined) throw new Error('CDK made no deployment');
  const beta = new apigateway.Stage(stack, 'beta', { stageName: 'beta', deployment });
  stepUp.limitRate({ ...LIMIT, stages: [api.deploymentStage, beta] });
  const resources = synthesizedResources(app, stack);
  expect(stagesOf(resources)).toEqual([
    expect.stringContaining('"/stages/"'),
    expect.stringContaining('beta'),
  ]);
});

describe('the rule counts', () => {
  const METHODS = [
    { resourcePath: '/step-up/token', httpMethod: 'POST' },
    { resourcePath: '/step-up/requirements/{proxy+}', httpMethod: 'GET' },
    { resourcePath: '/{proxy+}', httpMethod: 'ANY' },
  ];

  let counts: (path: string) => boolean;
  beforeAll(() => {
    const [rule] = rulesOf(limited());
    const { ByteMatchStatement: statement } = v.parse(ruleSchema, rule).Statement.RateBasedStatement
      .ScopeDownStatement;
    const inOrder = statement.TextTransformations.toSorted((a, b) => a.Priority - b.Priority);
    const transform = { URL_DECODE: decoded, LOWERCASE: (text: string) => text.toLowerCase() };
    counts = (path) =>
      inOrder.reduce((text, { Type }) => transform[Type](text), path).includes(statement.SearchString);
  });

  const ENDPOINTS = [
    ['POST', '/step-up/token'],
    ['GET', '/step-up/requirements/POST/payments'],
    ['GET', '/step-up/requirements/POST/%2F..%2F..%2F..%2Fx'],
    ['GET', '/step-up/requirements/../../x'],
  ] as const;
  const encoded = (path: string, index: number) =>
    `${path.slice(0, index)}%${path.charCodeAt(index).toString(16)}${path.slice(index + 1)}`;

  test.each(ENDPOINTS)(
    '%s %s, behind a stage, a base path or nothing, and in each spelling that is routed there',
    (method, path) => {
      const spellings = [
        path,
        ...Array.from(path, (_, index) => encoded(path, index)),
        path.replaceAll('t', '%74'),
        path.replaceAll('e', '%65').replaceAll('-', '%2D'),
        `${path}/`,
        path.toUpperCase(),
      ];
      const routed = spellings.filter(
        (one) =>
          match(METHODS, method, one.replace(/\/$/, ''))?.method.resourcePath.startsWith('/step-up/') ===
          true,
      );
      expect(routed.length).toBeGreaterThan(path.length / 2);
      for (const one of [...routed, path.toUpperCase()])
        for (const before of ['', '/v1', '//v1', '/', '/shop/api'])
          expect({ one, before, counted: counts(`${before}${one}`) }).toMatchObject({ counted: true });
    },
  );

  test.each([
    '/payments',
    '/v1/payments',
    '/step-up',
    '/step-ups/token',
    '/.well-known/oauth-protected-resource/x',
  ])('nothing at %s', (path) => {
    expect(counts(path)).toBe(false);
  });
});

test('the rule for a web ACL of one’s own is the same, at the place that is given', () => {
  const { app, stack, stepUp } = foreignApi();
  stepUp.limitRate(LIMIT);
  const resources = synthesizedResources(app, stack);
  const own = stack.resolve(stepUpRateRule({ ...LIMIT, priority: 7 }));
  expect(own).toMatchObject({ name: 'StepUpRateLimit', priority: 7 });
  expect(rulesOf(resources)).toEqual([expect.objectContaining({ Name: 'StepUpRateLimit' })]);
});

describe('it is refused', () => {
  test.each([9, 10.5, Number.NaN, -1, 2_000_000_001])(
    'for %s requests, which WAF does not take',
    (number) => {
      expect(() => stepUpRateRule({ requestsPerFiveMinutes: number, priority: 0 })).toThrow(
        `requestsPerFiveMinutes is ${number}: give a whole number from 10 to 2000000000, which AWS WAF takes.`,
      );
    },
  );

  test('for an API without a stage of CDK’s, and says what to name', () => {
    const { stepUp } = foreignApi({ apiProps: { deploy: false } });
    expect(() => {
      stepUp.limitRate(LIMIT);
    }).toThrow('Foreign/Api has no stage that CDK makes: give limitRate yours, as stages.');
  });

  test('when it is called again, and says to name all stages', () => {
    const { stepUp } = foreignApi();
    stepUp.limitRate(LIMIT);
    expect(() => {
      stepUp.limitRate(LIMIT);
    }).toThrow('limitRate was called for Foreign/StepUp already: name all stages in one call.');
  });
});

test('the local run reads a template with it as one without it', () => {
  const read = (limit: boolean) => {
    const { app, api, stack, stepUp } = foreignApi();
    stepUp.protect(
      api.root.addMethod(
        'GET',
        new apigateway.MockIntegration({ integrationResponses: [{ statusCode: '200' }] }),
      ),
      {},
    );
    if (limit) stepUp.limitRate(LIMIT);
    synthesizedResources(app, stack);
    const { functions, ...template } = readTemplate(join(app.outdir, 'Foreign.template.json'));
    return { ...template, functions: functions.map(({ logicalId }) => logicalId) };
  };
  expect(read(true)).toEqual(read(false));
});
