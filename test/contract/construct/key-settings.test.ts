/** What synth says of the keys in a trust config. */
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { generateKeyPairSync } from 'node:crypto';
import { StepUpAuthorizer } from '../../../lib/index.ts';
import type { TrustedIssuerProps } from '../../../lib/index.ts';
import { newApp, TRUST } from '../../support/stacks/synth.ts';
import { createAuthority } from '../../support/tokens/certificate.ts';

const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
  format: 'jwk',
});
const KEY = { kty: 'EC', crv: 'P-256', x, y };
const CA = createAuthority('A').own.cert;

function stackWith(fields: Partial<TrustedIssuerProps>) {
  const stack = new Stack(newApp(), 'Shop');
  const api = new apigateway.RestApi(stack, 'Api');
  const [issuer] = TRUST.issuers;
  if (issuer === undefined) throw new Error('the tests have no issuer');
  const stepUp = new StepUpAuthorizer(stack, 'StepUp', {
    api,
    trust: { ...TRUST, issuers: [{ ...issuer, ...fields }] },
  });
  stepUp.protect(api.root.addMethod('GET', new apigateway.MockIntegration()), {});
  return stack;
}

const warnings = (stack: Stack) =>
  Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp('jwks'))
    .map(({ entry }) => JSON.stringify(entry.data));

test('static keys: a key is removed by a deployment alone, and synth says so', () => {
  expect(warnings(stackWith({ jwks: { keys: [KEY] } }))).toEqual([
    expect.stringMatching(/a key that the issuer removes or loses counts until you deploy without it/),
  ]);
  expect(warnings(stackWith({ jwksUri: 'https://id.example.com/jwks?a=b' }))).toEqual([]);
});

test.each<readonly [string, Partial<TrustedIssuerProps>, RegExp]>([
  [
    'a point that is not on its curve',
    { jwks: { keys: [{ ...KEY, y: x }] } },
    /issuers\[0\]\.jwks\.keys\[0\]: is no valid key/,
  ],
  [
    'a certificate that is none',
    { certificateAuthorities: ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'] },
    /issuers\[0\]\.certificateAuthorities\[0\]: is no certificate/,
  ],
])('synth refuses %s', (_, fields, message) => {
  expect(() => stackWith(fields)).toThrow(message);
});

test('synth takes a private authority', () => {
  expect(() => stackWith({ certificateAuthorities: [CA] })).not.toThrow();
});
