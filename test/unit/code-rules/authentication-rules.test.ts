/** Where an Authentication may be made, the maker is called and given to no other file: eslint reports every way to do so. */
import { reportedLines } from './reported-lines.ts';

const VERIFIED = "'../../core/token/authentication.ts'";
const HYPOTHETICAL = "'../../core/token/hypothetical-authentication.ts'";

/** One to a line. */
const GIVEN_AWAY: readonly string[] = [
  `export { verifiedAuthentication } from ${VERIFIED};`,
  `export { verifiedAuthentication as make } from ${VERIFIED};`,
  `export { hypotheticalAuthentication } from ${HYPOTHETICAL};`,
  `export * from ${VERIFIED};`,
  `export * as made from ${HYPOTHETICAL};`,
  `import { verifiedAuthentication as one } from ${VERIFIED}; export { one };`,
  `import * as two from ${HYPOTHETICAL}; export const made = two;`,
  `export const three = import(${VERIFIED});`,
  'export { verifiedAuthentication };',
  'export { hypotheticalAuthentication as four };',
  'export default verifiedAuthentication;',
  'export const five = verifiedAuthentication;',
  'export const six = { make: hypotheticalAuthentication };',
  'export const seven = { verifiedAuthentication };',
  'export const eight = () => verifiedAuthentication;',
  'use(verifiedAuthentication);',
];

const CALLED: readonly string[] = [
  `import { verifiedAuthentication } from ${VERIFIED};`,
  `import { hypotheticalAuthentication } from ${HYPOTHETICAL};`,
  `import type { Authentication } from ${VERIFIED};`,
  `export type { AuthenticationClaims } from ${VERIFIED};`,
  'export const one = verifiedAuthentication({}).issuer;',
  'export const two = { authentication: hypotheticalAuthentication({}) };',
];

test('a file that may make an Authentication exports no way to make one', () => {
  const every = GIVEN_AWAY.map((_, index) => index + 1);
  expect(
    reportedLines({
      'adapters/tokens/given-away.ts': GIVEN_AWAY,
      'admin/explain/given-away.ts': GIVEN_AWAY,
      'adapters/tokens/called.ts': CALLED,
      'admin/explain/called.ts': CALLED,
    }),
  ).toEqual({
    'adapters/tokens/given-away.ts': every,
    'admin/explain/given-away.ts': every,
    'adapters/tokens/called.ts': [],
    'admin/explain/called.ts': [],
  });
});
