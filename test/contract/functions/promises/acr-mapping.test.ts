/** A corrected acr mapping of the trust config counts at once for the grants that exist. */
import { startBuiltFunctions } from '../../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../../support/functions/built-functions.ts';
import { callRoute, grantFor } from '../../../support/functions/api-caller.ts';

let functions: BuiltFunctions;

beforeAll(async () => {
  functions = await startBuiltFunctions();
  await functions.putPolicy({ route: WEAK, acr: 'loa2' });
  await functions.putPolicy({ route: STRONG, acr: 'loa3' });
});
afterAll(() => functions.close());

const WEAK = 'POST /weak';
const STRONG = 'POST /strong';

/** The mistake: the issuer says `phr` also of sign-ins by a code in a message. */
const MISTAKEN = { values: { pwd: 'loa1', phr: 'loa3' } };
const WEAKER = { values: { pwd: 'loa1', phr: 'loa2', phrh: 'loa3' } };

/** A token of a sign-in with these words, in the claim of the standard and in one of the issuer's own. */
const tokenOf = (acr: string) => functions.issuer.sign({ acr, level: acr });

const challenged = (acrValues: string) => ({
  refused: 'insufficient_user_authentication',
  ...{ acrValues, maxAge: '', scope: '' },
});

/** What becomes of a grant for the route, made while the mapping was mistaken, beside the token of a password. */
async function afterwards(route: string, corrected: Parameters<BuiltFunctions['redeploy']>[0]) {
  functions.redeploy(MISTAKEN);
  const grant = await grantFor(functions, route, await tokenOf('phr'));
  const call = async () => callRoute(functions, route, { token: await tokenOf('pwd'), grant });
  const before = await call();
  functions.redeploy(corrected);
  return { before, after: await call() };
}

test('a grant whose word counts as a weaker one opens nothing that asks for more', async () => {
  expect(await afterwards(STRONG, WEAKER)).toEqual({
    before: { opened: 'grant', acr: 'loa3' },
    after: challenged('phrh'),
  });
  expect(functions.log().join('')).toContain('"grantRefusal":"acr"');
});

test('it still opens what its sign-in is enough for, and the backend sees the corrected word', async () => {
  expect(await afterwards(WEAK, WEAKER)).toEqual({
    before: { opened: 'grant', acr: 'loa3' },
    after: { opened: 'grant', acr: 'loa2' },
  });
});

test('a grant whose word means nothing any more opens nothing', async () => {
  const { after } = await afterwards(WEAK, { values: { pwd: 'loa1', phrh: 'loa3' } });
  expect(after).toEqual(challenged('phrh'));
});

test('a grant made when the acr was read from another claim counts for nothing', async () => {
  expect(await afterwards(WEAK, { claim: 'level', ...MISTAKEN })).toEqual({
    before: { opened: 'grant', acr: 'loa3' },
    after: challenged('phr'),
  });
  expect(functions.log().join('')).toContain('"grantRefusal":"other_claims"');
});
