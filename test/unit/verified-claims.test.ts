import { verifiedClaims } from '../../backend/verified-claims.ts';

/** As API Gateway hands on what the authorizer returned: everything as text, and something of its own. */
const CONTEXT = {
  authorizedBy: 'step-up-authorizer',
  issuer: 'https://id.example.com',
  subject: 'alice',
  clientId: 'app',
  scope: 'payments:read payments:write',
  acr: 'urn:example:loa:2',
  amr: 'pwd otp',
  authTime: '1700000000',
  openedBy: 'grant',
  principalId: 'alice',
  integrationLatency: 12,
};

const claimsOf = (authorizer: unknown) => verifiedClaims({ requestContext: { authorizer } });

test('a backend reads who is served, and how they signed in', () => {
  expect(claimsOf(CONTEXT)).toEqual({
    issuer: 'https://id.example.com',
    subject: 'alice',
    clientId: 'app',
    scopes: ['payments:read', 'payments:write'],
    acr: 'urn:example:loa:2',
    amr: ['pwd', 'otp'],
    authTime: 1_700_000_000,
    openedBy: 'grant',
  });
});

test('what the token did not say is nothing, not empty text', () => {
  const silent = { ...CONTEXT, clientId: '', scope: '', acr: '', amr: '', authTime: '', openedBy: 'token' };
  expect(claimsOf(silent)).toMatchObject({ scopes: [], acr: undefined, amr: [], authTime: undefined });
});

test.each([
  ['no authorizer', undefined],
  ['another authorizer', { principalId: 'alice', claims: { sub: 'alice' } }],
  ['another authorizer with the same names', { ...CONTEXT, authorizedBy: 'me' }],
  ['values that are inherited', Object.create(CONTEXT)],
  ['a time that is too long', { ...CONTEXT, authTime: '9'.repeat(400) }],
  ['an empty subject', { ...CONTEXT, subject: '' }],
  ['a time that is none', { ...CONTEXT, authTime: 'yesterday' }],
  ['an opener that we do not know', { ...CONTEXT, openedBy: 'cookie' }],
])('a request behind %s is not served', (_, authorizer) => {
  expect(() => claimsOf(authorizer)).toThrow(/is this method protected/);
});

test('an event that is none gets the same answer', () => {
  // @ts-expect-error: JavaScript has no types
  expect(() => verifiedClaims({})).toThrow(/is this method protected/);
});
