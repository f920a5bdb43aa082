/** The size of a function's environment: what synth counts is never below what Lambda counts. */
import { Aws, CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import fc from 'fast-check';
import * as v from 'valibot';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import type { TrustConfig } from '../../../core/trust/trust-config.ts';
import type { TrustConfigProps } from '../../../lib/index.ts';
import { environmentSize } from '../../../lib/environment-size.ts';
import { resolve } from '../../../local/template/intrinsics.ts';
import { foreignApi } from '../../support/stacks/foreign-api.ts';
import { newApp, onlyOne, synthesizedResources, TRUST } from '../../support/stacks/synth.ts';
import type { Resources } from '../../support/stacks/synth.ts';

const functionSchema = v.object({
  Environment: v.optional(v.object({ Variables: v.record(v.string(), v.unknown()) }), { Variables: {} }),
});

/** In bytes, what Lambda counts: its refusal shows this JSON as "String measured". */
function measuredByLambda(variables: unknown): number {
  return Buffer.byteLength(JSON.stringify(variables));
}

/** The environment of a function where CloudFormation gives these names. */
function deployed(resources: Resources, part: string, nameOf: (id: string) => string): unknown {
  const { Properties } = onlyOne(resources, 'AWS::Lambda::Function', part);
  return resolve(v.parse(functionSchema, Properties).Environment.Variables, nameOf);
}

/** A text, or something that is known only at deployment, as in the texts of an app. */
const PARTS = ['table', 'pool', 'client', 'stack', 'region', 'parameter', 'lazy'] as const;
const part = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '\n', 'é', '🙂', '\u0000'));
const value = fc.array(
  fc.oneof(
    part,
    fc.constantFrom(...PARTS).map((kind) => ({ kind })),
  ),
  { maxLength: 6 },
);
const environment = fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,12}$/), value, { maxKeys: 6 });

test('no environment is larger at deployment than synth has counted', () => {
  const stack = new Stack(newApp(), 'Shop');
  const table = new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  const pool = new UserPool(stack, 'Pool');
  const tokens: Record<(typeof PARTS)[number], string> = {
    table: table.tableName,
    pool: pool.userPoolId,
    client: pool.addClient('Client').userPoolClientId,
    stack: Aws.STACK_NAME,
    region: stack.region,
    parameter: new CfnParameter(stack, 'Parameter', { maxLength: 40 }).valueAsString,
    lazy: Lazy.string({ produce: () => `${table.tableName}"` }),
  };
  // As long as each may get; no Region has a name this long.
  const most: readonly [start: string, length: number][] = [
    ['AWS::StackName', 128],
    ['AWS::Region', 24],
    ['Parameter', 40],
    ['PoolClient', 128],
    ['Pool', 55],
    ['Table', 255],
  ];
  const nameOf = (id: string) => 'x'.repeat(most.find(([start]) => id.startsWith(start))?.[1] ?? 0);
  let count = 0;
  fc.assert(
    fc.property(environment, (variables) => {
      const texts = Object.entries(variables).map(([name, parts]): [string, string] => [
        name,
        parts.map((one) => (typeof one === 'string' ? one : tokens[one.kind])).join(''),
      ]);
      const fn = new lambda.Function(stack, `Fn${count++}`, {
        runtime: lambda.Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline('x'),
        environment: Object.fromEntries(texts),
      });
      const { defaultChild } = fn.node;
      if (!(defaultChild instanceof lambda.CfnFunction)) throw new Error('no function');
      const parsed = v.safeParse(
        v.object({ variables: v.record(v.string(), v.unknown()) }),
        stack.resolve(defaultChild.environment),
      );
      const atDeployment = parsed.success ? resolve(parsed.output.variables, nameOf) : {};
      expect(environmentSize(fn)).toBeGreaterThanOrEqual(measuredByLambda(atDeployment));
    }),
    { numRuns: 200 },
  );
});

/** As long as CloudFormation and DynamoDB make a name. */
const LONGEST = (id: string) => {
  if (id === 'AWS::StackName') return 's'.repeat(128);
  if (/^Pool\dApp/.test(id)) return 'c'.repeat(128);
  return 'n'.repeat(id.startsWith('Pool') ? 55 : 255);
};

/** A trust config of 3,053 bytes, which an earlier version put into the environment: client ids and their quotation marks. */
function trustOf3053Bytes(): TrustConfig {
  const audience = Array.from({ length: 400 }, (_, index) => String(index));
  const issuers = [{ issuer: 'https://id.example.com', audience }];
  const withUrl = (path: string) => parsed({ ...TRUST, issuers, publicUrl: `https://a.example/${path}` });
  const short = Buffer.byteLength(JSON.stringify(withUrl('a')));
  return withUrl('a'.repeat(3053 - short + 1));
}

function parsed(trust: object): TrustConfig {
  const result = parseTrustConfig(trust);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const FUNCTIONS = ['StepUpAuthorizer', 'StepUpTokenExchange', 'StepUpPolicyAudit', 'PolicySeedsFunction'];

/** In bytes, what Lambda counts for each of our functions where every name is as long as it may get. */
function largestEnvironments(props: Parameters<typeof foreignApi>[0]): number[] {
  const { app, stack, api, stepUp } = foreignApi({ ...props, stackId: 'S'.repeat(128) });
  stepUp.protect(api.root.addMethod('GET', new apigateway.MockIntegration()), {});
  const resources = synthesizedResources(app, stack);
  return FUNCTIONS.map((part) => measuredByLambda(deployed(resources, part, LONGEST)));
}

test('a config of 3,053 bytes fits, though its quotation marks did not fit into the environment', () => {
  const trust = trustOf3053Bytes();
  const text = JSON.stringify(trust);
  expect(Buffer.byteLength(text)).toBe(3053);
  const names = ['POLICY', 'GRANT', 'RISK'].map((kind) => [
    `${kind}_TABLE`,
    `Shop-StepUp${kind}TableAB12CD34-EF56GH78IJ90`,
  ]);
  const before = { TRUST_CONFIG: text, ...Object.fromEntries(names) };
  expect(measuredByLambda(before)).toBeGreaterThan(4096);
  const sizes = largestEnvironments({ props: { trust } });
  expect(Math.max(...sizes)).toBeLessThan(1500);
});

test('ten issuers with five acr words each fit, also where each is a user pool of the same deployment', () => {
  const sizes = largestEnvironments({
    props: (stack) => ({
      trust: {
        ...TRUST,
        issuers: Array.from({ length: 10 }, (_, index): TrustConfigProps['issuers'][number] => {
          const pool = new UserPool(stack, `Pool${index}`);
          return {
            issuer: `https://cognito-idp.eu-west-1.amazonaws.com/${pool.userPoolId}`,
            clientsWithoutAudience: [pool.addClient('App').userPoolClientId],
            profile: 'cognito',
            acr: { values: Object.fromEntries(FIVE.map((word) => [word, TRUST.acr[0] ?? ''])) },
          };
        }),
      },
    }),
  });
  expect(Math.max(...sizes)).toBeLessThanOrEqual(4096);
});

const FIVE = ['bronze', 'silver', 'gold', 'platinum', 'diamond'].map(
  (word) => `https://id.example.com/acr/${word}`,
);

test('the longest vocabulary fits into the environment of the audit', () => {
  const acr = Array.from({ length: 16 }, (_, index) => `${index}`.padStart(128, 'a'));
  expect(Math.max(...largestEnvironments({ props: { trust: { ...TRUST, acr } } }))).toBeLessThanOrEqual(4096);
});

test('synth stops where the environment may be too large, whoever has put it there', () => {
  const { app, stepUp } = foreignApi();
  stepUp.authorizerFunction.addEnvironment('NOTES', '"'.repeat(1800));
  expect(() => app.synth()).toThrow(
    /Foreign\/StepUp\/Authorizer\] The environment takes up to \d{4} bytes, and Lambda allows 4096/,
  );
});
