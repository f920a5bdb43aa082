/** The trust config at synth: in a file beside the code, but for what is known only at deployment. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import * as v from 'valibot';
import { parseTrustFile } from '../../../core/trust/trust-file.ts';
import { StepUpAuthorizer } from '../../../lib/index.ts';
import type { TrustConfigProps } from '../../../lib/index.ts';
import { resolve } from '../../../local/template/intrinsics.ts';
import { newOutdir, onlyOne, synthesizedResources, TRUST } from '../../support/stacks/synth.ts';

const COGNITO = 'https://cognito-idp.eu-west-1.amazonaws.com/';
const [LITERAL] = TRUST.issuers;

const functionSchema = v.object({
  Code: v.object({ S3Key: v.string() }),
  Environment: v.object({ Variables: v.record(v.string(), v.unknown()) }),
});

/** A stack with two user pools, and the construct with these fields of the trust config. */
function synthesized(trust: (a: UserPool, b: UserPool, stack: Stack) => object, other?: Stack) {
  const app = other === undefined ? new App({ outdir: newOutdir() }) : App.of(other);
  if (!(app instanceof App)) throw new Error('the other stack has no app');
  const stack = new Stack(app, 'Shop');
  const api = new apigateway.RestApi(stack, 'Api');
  const fields = trust(new UserPool(stack, 'A'), new UserPool(stack, 'B'), stack);
  const stepUp = new StepUpAuthorizer(stack, 'StepUp', { api, trust: { ...TRUST, ...fields } });
  stepUp.protect(api.root.addMethod('GET', new apigateway.MockIntegration()), {});
  const resources = synthesizedResources(app, stack);
  const functionOf = (part: string) => {
    const { Properties, Metadata } = onlyOne(resources, 'AWS::Lambda::Function', part);
    const { Code, Environment } = v.parse(functionSchema, Properties);
    const folder = join(app.outdir, `asset.${Code.S3Key.replace('.zip', '')}`);
    return {
      folder,
      file: readFileSync(join(folder, 'trust-config.txt'), 'utf8'),
      environment: Environment.Variables,
      metadata: Metadata,
    };
  };
  return { authorizer: functionOf('StepUpAuthorizer'), exchange: functionOf('StepUpTokenExchange') };
}

type Synthesized = ReturnType<typeof synthesized>['authorizer'];

const atPool = (pool: UserPool, audience: string): TrustConfigProps['issuers'][number] => ({
  issuer: `${COGNITO}${pool.userPoolId}`,
  audience: [audience],
  clientsWithoutAudience: [audience],
  profile: 'cognito',
});

/** What the functions make of a file and an environment, where each resource is named after its logical id. */
function deployed(
  { file }: Pick<Synthesized, 'file'>,
  { environment }: Pick<Synthesized, 'environment'>,
  valueOf = (id: string) => `eu-west-1_${id.slice(0, 1)}`,
) {
  const values = resolve(environment, valueOf);
  const parsed = parseTrustFile(file, v.parse(v.record(v.string(), v.string()), values));
  return parsed.ok ? parsed.value.issuers.map(({ issuer, audience }) => [issuer, ...audience]) : parsed.error;
}

test('both functions get the whole config in a file, and nothing of it in the environment', () => {
  const { authorizer, exchange } = synthesized(() => ({ $schema: './step-up.config.schema.json' }));
  expect(JSON.parse(authorizer.file)).toMatchObject({ acr: TRUST.acr, issuers: [LITERAL], cors: TRUST.cors });
  expect(authorizer.file).not.toContain('$schema');
  expect(exchange.file).toBe(authorizer.file);
  for (const { environment } of [authorizer, exchange]) {
    expect(Object.keys(environment).filter((name) => name.startsWith('TRUST_'))).toEqual([]);
    expect(JSON.stringify(environment)).not.toContain('id.example.com');
  }
});

test('the template has the file too, where the command line looks for it', () => {
  const { authorizer } = synthesized((pool) => ({ issuers: [atPool(pool, 'app')] }));
  expect(authorizer.metadata).toMatchObject({ 'step-up-authorizer:trust-config': authorizer.file });
});

test('another config is another asset of the function, and the environment stays as it is', () => {
  const before = synthesized(() => ({})).authorizer;
  const after = synthesized(() => ({ verboseRefusals: true })).authorizer;
  expect(after.folder.split('asset.')[1]).not.toBe(before.folder.split('asset.')[1]);
  expect(after.environment).toEqual(before.environment);
  const same = synthesized(() => ({})).authorizer;
  expect(same.folder.split('asset.')[1]).toBe(before.folder.split('asset.')[1]);
});

test('the id of a user pool is put in from the environment', () => {
  const { authorizer } = synthesized((a, b) => ({
    issuers: [
      LITERAL,
      { ...atPool(a, 'app'), jwksUri: `${COGNITO}${a.userPoolId}/jwks` },
      atPool(b, b.userPoolArn),
    ],
  }));
  expect(authorizer.file).not.toContain('Token[');
  expect(deployed(authorizer, authorizer)).toEqual([
    ['https://id.example.com', 'https://api.example.com'],
    [`${COGNITO}eu-west-1_A`, 'app'],
    [`${COGNITO}eu-west-1_B`, 'eu-west-1_B'],
  ]);
});

test('an audience that is known only at deployment, and is too wide, keeps the functions from starting', () => {
  const { authorizer } = synthesized((_, _other, stack) => {
    const audience = [new CfnParameter(stack, 'Audience').valueAsString];
    return {
      issuers: [{ ...LITERAL, issuer: 'https://id.example.com/realms/shop', profile: 'keycloak', audience }],
    };
  });
  expect(deployed(authorizer, authorizer, () => 'account')).toEqual([
    { field: 'issuers[0].audience', message: expect.stringMatching(/^account is too wide/) },
  ]);
  expect(deployed(authorizer, authorizer, () => 'shop-api')).toEqual([
    ['https://id.example.com/realms/shop', 'shop-api'],
  ]);
});

describe('between two deployments, when code and environment are not of the same one,', () => {
  const one = synthesized((a) => ({ issuers: [atPool(a, 'of a')] })).authorizer;
  const both = synthesized((a, b) => ({
    issuers: [atPool(b, 'of b'), LITERAL, atPool(a, 'of a')],
  })).authorizer;
  const turned = synthesized((a, b) => ({ issuers: [atPool(a, 'of a'), atPool(b, 'of b')] })).authorizer;

  test('the file decides, and no pool is taken for another', () => {
    expect(deployed(one, both)).toEqual([[`${COGNITO}eu-west-1_A`, 'of a']]);
    expect(deployed(turned, both)).toEqual([
      [`${COGNITO}eu-west-1_A`, 'of a'],
      [`${COGNITO}eu-west-1_B`, 'of b'],
    ]);
  });

  test('a file whose values are not there yet is no config', () => {
    expect(deployed(both, one)).toEqual([
      {
        field: expect.stringMatching(/^value [0-9a-f]{12}$/),
        message: expect.stringContaining('two deployments'),
      },
    ]);
    expect(deployed(one, { environment: {} })).toHaveLength(1);
  });
});

test('pools of two stacks are told apart, though they have the same logical id', () => {
  const app = new App({ outdir: newOutdir() });
  const elsewhere = new Stack(app, 'Identity');
  const pool = new UserPool(elsewhere, 'A');
  const { authorizer } = synthesized(
    (a) => ({ issuers: [atPool(a, 'here'), atPool(pool, 'there')] }),
    elsewhere,
  );
  const keys = authorizer.file.split('\n').filter((_, index) => index % 2 === 1);
  expect(new Set(keys).size).toBe(2);
  expect(JSON.stringify(authorizer.environment)).toContain('Fn::ImportValue');
});

test('a value stands for itself, whatever is in it: it takes the place of no other', () => {
  const { authorizer } = synthesized((a, _, stack) => ({
    issuers: [atPool(a, new CfnParameter(stack, 'Audience').valueAsString)],
  }));
  const [poolKey = ''] = authorizer.file.split('\n').filter((_, index) => index % 2 === 1);
  for (const audience of [`x","${poolKey}":"eu-west-1_EVIL`, `x\n${poolKey}\n`, '\\u0022', 'ä\u2028"'])
    expect(deployed(authorizer, authorizer, (id) => (id === 'Audience' ? audience : 'eu-west-1_A'))).toEqual([
      [`${COGNITO}eu-west-1_A`, audience],
    ]);
});

test('text in the config is never taken for a value that is put in', () => {
  const audience = ['\nabc\n', '"quoted"', '\\u000aabc'];
  const { authorizer } = synthesized((a) => ({ issuers: [{ ...LITERAL, audience }, atPool(a, 'app')] }));
  expect(deployed(authorizer, authorizer)).toEqual([
    ['https://id.example.com', ...audience],
    [`${COGNITO}eu-west-1_A`, 'app'],
  ]);
});

test('a list that is known only at deployment is refused, as CDK does', () => {
  expect(() =>
    synthesized(() => ({ issuers: [{ ...LITERAL, audience: Fn.split(',', Fn.importValue('x')) }] })),
  ).toThrow(/list token/i);
});
