/** The walk: the requests of a client through a step-up, for one user. */
import { CHALLENGE_ERRORS, createClient } from './api-client.ts';
import type { ApiClient, Challenge } from './api-client.ts';
import { exchangeRefusal } from './sign-in/provider-refusal.ts';
import type { WalkReport, WalkSession } from './walk-report.ts';

/** The API, the provider, the client, and how its user signs in. */
export interface WalkOptions {
  /** Base URL of the API. */
  readonly api: string;
  readonly issuer: string;
  readonly clientId: string;
  /** As the challenge asks; without one, as usual. */
  readonly signIn: (challenge: Challenge | undefined) => Promise<WalkSession>;
}

/** Makes the requests. Throws at the first answer that is not the expected one, and says what it was. */
export async function walk(options: WalkOptions, report: WalkReport): Promise<void> {
  const client = createClient(options);

  report.step('Sign in');
  const session = await authenticate(options, report);

  report.step('An ordinary route takes the token that you have');
  await expectOpen(client, report, session, 'GET', '/accounts');

  report.step('A sensitive route asks for more');
  const challenge = await expectChallenge(client, report, session, 'POST', '/payments');

  report.step('Sign in again, with exactly what the challenge asks for');
  const elevated = await authenticate(options, report, challenge);

  report.step('Exchange the elevated token for a grant');
  const grant = await exchange(client, report, elevated, challenge);

  report.step('The first token, with the grant, opens the route');
  await expectOpen(client, report, session, 'POST', '/payments', grant);

  report.step('The elevated token alone opens it too');
  await expectOpen(client, report, elevated, 'POST', '/payments');

  await walkOnce(options, client, report, session);
}

async function walkOnce(
  options: WalkOptions,
  client: ApiClient,
  report: WalkReport,
  session: WalkSession,
): Promise<void> {
  report.step('A once-only route asks for more still');
  const challenge = await expectChallenge(client, report, session, 'POST', '/payouts');

  report.step('Sign in and exchange');
  const elevated = await authenticate(options, report, challenge);
  const grant = await exchange(client, report, elevated, challenge);

  report.step('The grant opens it');
  await expectOpen(client, report, session, 'POST', '/payouts', grant);

  report.step('The same grant again is refused: only a newer sign-in will do');
  const replay = await expectChallenge(client, report, session, 'POST', '/payouts', grant);
  if (replay.maxAge !== 0)
    throw new Error(`the replay was refused with max_age ${String(replay.maxAge)} instead of 0`);

  report.step('A newer sign-in opens it again');
  const newer = await authenticate(options, report, replay);
  const fresh = await exchange(client, report, newer, replay);
  await expectOpen(client, report, session, 'POST', '/payouts', fresh);
}

/** Exchanges the elevated token for the grant that the challenge offers. */
async function exchange(
  client: ApiClient,
  report: WalkReport,
  elevated: WalkSession,
  challenge: Challenge,
): Promise<string> {
  report.exchanging(challenge);
  const { value, expiresIn } = await client.exchange(elevated, challenge).catch((cause: unknown) => {
    throw new Error(exchangeRefusal(cause), { cause });
  });
  report.granted(value, expiresIn);
  return value;
}

async function authenticate(
  options: WalkOptions,
  report: WalkReport,
  challenge?: Challenge,
): Promise<WalkSession> {
  report.signingIn(options.issuer, challenge);
  const session = await options.signIn(challenge);
  report.signedIn(session);
  return session;
}

async function expectOpen(
  client: ApiClient,
  report: WalkReport,
  { accessToken }: WalkSession,
  method: string,
  path: string,
  grant?: string,
): Promise<void> {
  const answer = await client.call(accessToken, method, path, grant);
  if (answer.kind === 'challenge')
    throw new Error(`${method} ${path} was refused: ${answer.challenge.header}`);
  if (answer.status !== 200) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body}`);
  report.opened(method, path, answer.body, grant !== undefined);
}

async function expectChallenge(
  client: ApiClient,
  report: WalkReport,
  { accessToken }: WalkSession,
  method: string,
  path: string,
  grant?: string,
): Promise<Challenge> {
  const answer = await client.call(accessToken, method, path, grant);
  if (answer.kind !== 'challenge')
    throw new Error(
      `${method} ${path} answered ${answer.status} instead of a challenge. If 200: this sign-in is as strong and as recent as the route asks. Sign out at the provider, and start again with a weaker sign-in`,
    );
  if (!CHALLENGE_ERRORS.includes(answer.challenge.error ?? '')) {
    throw new Error(`${method} ${path} was refused for another reason: ${answer.challenge.header}`);
  }
  report.challenged(method, path, answer.challenge, grant !== undefined);
  return answer.challenge;
}
