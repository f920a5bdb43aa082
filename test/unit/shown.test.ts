/** Parts of a refused token in a log: a grant or a token that somebody put into a claim is no part to show. */
import { shown } from '../../core/token/shown.ts';
import { untrustedIssuer } from '../../core/token/token-refusal.ts';

const GRANT = `sug_${'aB3-_'.repeat(9).slice(0, 43)}`;
const PART = Buffer.from('{"alg":"ES256"}').toString('base64url');
const TOKEN = `${PART}.${PART}.${'x'.repeat(43)}`;
const HIDDEN = '(hidden: it looks like a grant or a token)';

test.each([
  ['a grant', GRANT],
  ['a grant whose end is cut off', GRANT.slice(0, 30)],
  ['a grant among other text', `grant=${GRANT}; x`],
  ['a token', TOKEN],
  ['a token after its scheme', `Bearer ${TOKEN}`],
  ['a token that is longer than what is shown', `${PART}.${PART.repeat(300)}.${'x'.repeat(86)}`],
])('%s is not shown, in no part', (_, text) => {
  expect(shown(text)).toBe(HIDDEN);
  expect(shown(['api', text])).toBe(`[api, ${HIDDEN}]`);
  expect(untrustedIssuer(text, []).came).toBe(`iss ${HIDDEN}`);
});

test.each([
  'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
  'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
  'com.example.payments',
  'urn:example:loa:2',
  'sug_short',
  '0c9c7f6e-26a2-4c2c-9c41-3a1f5be8a1b0.example.apps.googleusercontent.com',
])('%s is shown as it is', (text) => {
  expect(shown(text)).toBe(text);
});
