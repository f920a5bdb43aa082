/** A risk engine writes its item as it likes, and takes no revocation of an administrator away with it. */
import { revokeSignIns, clearRisk } from '../../../../admin/users/risk.ts';
import { hashParts } from '../../../../adapters/hash.ts';
import type { Connection } from '../../../../admin/protected-api.ts';
import { connectionTo } from '../../../support/admin/connection-to.ts';
import { startBuiltFunctions, VOCABULARY } from '../../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../../support/functions/built-functions.ts';
import { callRoute, exchangeFor, grantFor } from '../../../support/functions/api-caller.ts';

/** The route of these tests takes sign-ins of any age. */
const ROUTE = 'POST /transfers-of-any-age';

/** Milliseconds after which a change of the risk table counts. */
const RISK_BOUND = 5_000;

const OPEN = { opened: 'token', acr: 'loa2' };
const CHALLENGED: unknown = expect.objectContaining({ refused: 'insufficient_user_authentication' });

let functions: BuiltFunctions;
let connection: Connection;
let users = 0;

beforeAll(async () => {
  functions = await startBuiltFunctions();
  const { endpoint, issuer } = functions;
  connection = connectionTo({ issuer: issuer.issuer, acr: VOCABULARY, endpoint, routes: undefined });
  await functions.putPolicy({ route: ROUTE, acr: 'loa2' });
});
afterAll(async () => {
  connection.dynamodb.destroy();
  await functions.close();
});

interface User {
  readonly subject: string;
  /** The time of the sign-in, and of the call, in seconds since 1970. */
  readonly signedIn: number;
  readonly now: number;
  readonly token: string;
}

/** A user who signed in ten minutes ago. */
async function newUser(): Promise<User> {
  const subject = `user-${(users += 1)}`;
  const now = Math.floor(Date.now() / 1000);
  const signedIn = now - 600;
  return {
    subject,
    now,
    signedIn,
    token: await functions.issuer.sign({ sub: subject, auth_time: signedIn }),
  };
}

const call = ({ token }: User) => callRoute(functions, ROUTE, { token });

const revoke = ({ subject, now }: User, before: number) =>
  revokeSignIns(connection, { subject, issuer: functions.issuer.issuer, before, now });

/** The whole item, as PutItem of a risk engine writes it. */
const engineWrites = ({ subject }: User, item: object) =>
  functions.database.put('risk', { id: hashParts(functions.issuer.issuer, subject), ...item });

/** The item of an administrator, as it is documented. */
const writeRevocation = ({ subject }: User, item: object) =>
  functions.database.put('risk', { id: hashParts('revoked', functions.issuer.issuer, subject), ...item });

const passRiskBound = () => {
  functions.time.advance(RISK_BOUND);
};

test('a revocation stays when a risk engine puts its whole item [revocation-outlives-engine]', async () => {
  const user = await newUser();
  expect(await call(user)).toEqual(OPEN);
  await revoke(user, user.signedIn + 1);
  await engineWrites(user, { score: 5, level: 'low', reasons: [] });
  passRiskBound();
  expect(await call(user)).toEqual(CHALLENGED);
  expect(await exchangeFor(functions, ROUTE, user.token)).toMatchObject({
    error: 'insufficient_user_authentication',
  });
});

test('and voids a grant that was made before it', async () => {
  const user = await newUser();
  const grant = await grantFor(functions, ROUTE, user.token);
  const weak = await functions.issuer.sign({ sub: user.subject, acr: 'loa1' });
  expect(await callRoute(functions, ROUTE, { token: weak, grant })).toEqual({ opened: 'grant', acr: 'loa2' });
  await revoke(user, user.signedIn + 1);
  await engineWrites(user, { score: 5 });
  passRiskBound();
  expect(await callRoute(functions, ROUTE, { token: weak, grant })).toEqual(CHALLENGED);
});

test('a revocation stays when the item of the risk engine expires, and when it is deleted', async () => {
  const user = await newUser();
  await engineWrites(user, { score: 90, expiresAt: user.now + 60 });
  await revoke(user, user.signedIn + 1);
  await engineWrites(user, { score: 90, expiresAt: user.now - 60 });
  expect(await call(user)).toEqual(CHALLENGED);
  await functions.database.remove('risk', { id: hashParts(functions.issuer.issuer, user.subject) });
  passRiskBound();
  expect(await call(user)).toEqual(CHALLENGED);
});

test('a revocation that the risk engine has written counts too, as long as its item', async () => {
  const user = await newUser();
  await engineWrites(user, { revokedBefore: user.signedIn + 1 });
  expect(await call(user)).toEqual(CHALLENGED);
  await engineWrites(user, { revokedBefore: user.signedIn + 1, expiresAt: user.now - 1 });
  passRiskBound();
  expect(await call(user)).toEqual(OPEN);
});

test.each([
  ['the administrator', { engine: -1, administrator: 1 }],
  ['the risk engine', { engine: 1, administrator: -1 }],
])('of two revocations the later one is in force: that of %s', async (_, { engine, administrator }) => {
  const user = await newUser();
  await engineWrites(user, { revokedBefore: user.signedIn + engine });
  await revoke(user, user.signedIn + administrator);
  expect(await call(user)).toEqual(CHALLENGED);
});

test('a revocation is not moved to an earlier time', async () => {
  const user = await newUser();
  expect(await revoke(user, user.signedIn + 1)).toMatchObject({ revokedBefore: user.signedIn + 1 });
  expect(await revoke(user, user.signedIn - 60)).toMatchObject({ revokedBefore: user.signedIn + 1 });
  expect(await call(user)).toEqual(CHALLENGED);
  expect(await revoke(user, user.signedIn + 2)).toMatchObject({ revokedBefore: user.signedIn + 2 });
});

test('an administrator who clears a user takes both away', async () => {
  const user = await newUser();
  await engineWrites(user, { revokedBefore: user.signedIn + 1 });
  await revoke(user, user.signedIn + 2);
  expect(await call(user)).toEqual(CHALLENGED);
  const name = { subject: user.subject, issuer: functions.issuer.issuer };
  expect(await clearRisk(connection, name)).toMatchObject({ cleared: true });
  expect(await clearRisk(connection, name)).toMatchObject({ cleared: false });
  passRiskBound();
  expect(await call(user)).toEqual(OPEN);
});

test.each([
  ['no time', {}],
  ['a time that is a text', { revokedBefore: '1800000000' }],
  ['a time with a fraction', { revokedBefore: 1_800_000_000.5 }],
])('a revocation with %s is a fault, beside a risk item that is readable', async (_, item) => {
  const user = await newUser();
  await engineWrites(user, { score: 5 });
  await writeRevocation(user, item);
  expect(await call(user)).toBe('fault');
  expect(await call(await newUser())).toEqual(OPEN);
});

test('both items cost one call', async () => {
  const user = await newUser();
  await call(user);
  const other = await newUser();
  functions.forget();
  await call(other);
  expect(functions.operations()).toEqual(['BatchGetItem']);
});
