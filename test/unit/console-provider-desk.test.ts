/** What the console asks the provider of its users for, before there is a challenge. */
import { createProviderDesk } from '../../console/server/provider-desk.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { claimsRequest, createEntraTenant, ENTRA_ISSUER } from '../support/tokens/entra-tenant.ts';

const ACR = ['loa1', 'loa2', 'loa3'];
const { trusted } = createEntraTenant({ weak: 'loa1', strong: 'loa2', strongest: 'loa3' });

function askedOf(fields: object) {
  const parsed = parseTrustConfig({ acr: ACR, issuers: [{ ...trusted, ...fields }] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const user = { username: 'alice', password: 'p', oneTimeCode: '1' };
  const provider = {
    ...{ issuer: ENTRA_ISSUER, jwksUri: '', clientId: 'console', otherClientId: '' },
    ...{ machineClient: { clientId: '', clientSecret: '' }, testUser: user, otherUser: user },
    close: () => Promise.resolve(),
  };
  return createProviderDesk({ at: 'local provider', provider }, parsed.value).asksFor;
}

test('a tenant of Entra ID is asked by claims, as a challenge asks it', () => {
  const contexts = ['c1', 'c2', 'c3'];
  expect(askedOf({})).toEqual(contexts.map((one) => ({ acrValues: [one], claims: claimsRequest(one) })));
});

test('any other is asked by its words', () => {
  expect(askedOf({ challenge: 'rfc9470' })).toEqual([
    { acrValues: ['c1'] },
    { acrValues: ['c2'] },
    { acrValues: ['c3'] },
  ]);
});
