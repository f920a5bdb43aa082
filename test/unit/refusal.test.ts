import { refusalResult, allowResult } from '../../core/answer/authorizer-result.ts';
import { REFUSAL_CONTEXT_KEYS } from '../../core/contract.ts';
import { decide } from '../../core/decision/decide.ts';
import { invalidToken, noCredential, refusalOf, wwwAuthenticate } from '../../core/answer/refusal.ts';
import { input, trustReaching } from '../support/policies/decision-inputs.ts';

const URLS = {
  metadata: 'https://api.example.com/.well-known/oauth-protected-resource/payments',
  tokenEndpoint: 'https://api.example.com/step-up/token',
  resource: 'https://api.example.com/step-up/requirements/POST/payments',
};
const challenge = refusalOf(
  { kind: 'challenge', reason: 'acr', acr: ['loa2', 'loa3'], maxAge: 300, grantRefusal: undefined },
  trustReaching(),
);

describe('the WWW-Authenticate header', () => {
  test('of a challenge is RFC 9470’s', () => {
    expect(wwwAuthenticate(challenge, URLS)).toBe(
      'Bearer error="insufficient_user_authentication", ' +
        'error_description="This request needs a stronger authentication than the sign-in had.", ' +
        'acr_values="loa2 loa3", max_age="300", ' +
        'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource/payments"',
    );
  });

  test('without credentials has no error code (RFC 6750 §3.1)', () => {
    expect(wwwAuthenticate(noCredential(), URLS)).toMatch(/^Bearer resource_metadata="[^"]*"$/);
  });

  test('keeps max_age=0', () => {
    expect(wwwAuthenticate({ ...challenge, maxAge: 0 }, URLS)).toContain('max_age="0"');
  });

  test('is plain Bearer when there is nothing to say', () => {
    expect(wwwAuthenticate(noCredential(), { ...URLS, metadata: undefined })).toBe('Bearer');
  });
});

describe('the scopes of a refusal', () => {
  const refusedFor = (scopes: readonly string[], missing: readonly string[]) =>
    refusalOf({ kind: 'insufficient_scope', scopes, missing }, trustReaching()).scope;
  const long = Array.from({ length: 40 }, (_, index) => `${'s'.repeat(100)}${index}`);

  test('are all that are asked for', () => {
    expect(refusedFor(['admin', 'read'], ['admin'])).toEqual(['admin', 'read']);
  });

  test('are some of those that are missing, where all are too long', () => {
    const [held, ...missing] = long;
    const named = refusedFor(long, missing);
    expect(named).toEqual(missing.slice(0, named.length));
    expect(named).not.toContain(held);
    expect(named.length).toBeGreaterThan(10);
    expect(named.join(' ').length).toBeLessThanOrEqual(1_500);
  });
});

describe('the context of a refusal', () => {
  test('has every key, and says in the body what the header says', () => {
    const { context, policyDocument } = refusalResult(challenge, URLS, 'null');
    expect(Object.keys(context).toSorted()).toEqual([...REFUSAL_CONTEXT_KEYS].toSorted());
    expect(context).toMatchObject({
      stepUpError: 'insufficient_user_authentication',
      stepUpAcrValues: 'loa2 loa3',
      stepUpMaxAge: '300',
      stepUpClaims: '',
      stepUpAuthorizationUri: '',
      stepUpNext: 'authenticate',
      stepUpResource: URLS.resource,
    });
    expect(policyDocument.Statement).toEqual([
      { Action: 'execute-api:Invoke', Effect: 'Deny', Resource: '*' },
    ]);
  });

  test('of a bad token tells nothing of the requirement', () => {
    const { context } = refusalResult(invalidToken('expired', { verboseRefusals: true }), URLS, 'null');
    expect(context).toMatchObject({
      stepUpAcrValues: '',
      stepUpMaxAge: '',
      stepUpScope: '',
      stepUpResource: '',
      stepUpTokenEndpoint: '',
    });
  });
});

describe('the policy that allows', () => {
  const at = input({});
  const allow = decide(at, { kind: 'none' });

  test('never holds the path that the caller chose', () => {
    if (allow.kind !== 'allow') throw new Error('expected allow');
    const arn = 'arn:aws:execute-api:eu-west-1:123456789012:abc123/v1/GET/a/*/../?';
    expect(allowResult(arn, at.authentication, allow, undefined).policyDocument.Statement).toEqual([
      {
        Action: 'execute-api:Invoke',
        Effect: 'Allow',
        Resource: 'arn:aws:execute-api:eu-west-1:123456789012:abc123/v1/GET/*',
      },
    ]);
  });

  test('is not made from a method ARN of another form', () => {
    if (allow.kind !== 'allow') throw new Error('expected allow');
    expect(() =>
      allowResult(
        'arn:aws:execute-api:eu-west-1:123456789012:abc/v1/G*T/a',
        at.authentication,
        allow,
        undefined,
      ),
    ).toThrow();
  });
});
