/**
 * The reference: what each call must get, written from docs/policy.md and docs/security.md. The reference shares no code
 * with the product, and is slow and plain on purpose.
 */
import { isShown, meaningOf, secondOf, signInBy, theirWords } from './issuers.ts';
import type { IssuerName, Meaning } from './issuers.ts';
import { askedBy, askedOf, asksForStepUp, isImpossible, policyOf } from './policy.ts';
import type { Asked, Policy, Situation, Use } from './policy.ts';
import type { Risk, Said, Seen, SignIn } from './rules.ts';

/** Who holds a token or a grant: the same name is another user at another issuer. */
export interface Holder {
  readonly issuer: IssuerName;
  readonly user: string;
  readonly client: string;
}

/** A grant as the exchange gave it. `bound` is the id for which it was asked; `claim` the one that its acr stands in. */
export interface Grant extends Holder {
  readonly said: Said;
  readonly claim: Meaning['claim'];
  readonly target: string;
  readonly bound: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface Token extends Holder {
  readonly said: Said;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

/** A route, by the method and template of its resource, and the value of its parameter, if it has one. */
export interface Called {
  readonly route: string;
  readonly id: string | undefined;
}

/** `acr` of a challenge in the words of the token's issuer. `fault`: an answer of 503. */
export type Outcome =
  | { readonly kind: 'opened'; readonly by: 'token' | 'grant'; readonly acr: string; readonly use?: Use }
  | { readonly kind: 'challenge'; readonly acr: readonly string[]; readonly maxAge: number | undefined }
  | { readonly kind: 'grant_required' }
  | { readonly kind: 'scope'; readonly scopes: readonly string[] }
  | { readonly kind: 'denied' }
  | { readonly kind: 'invalid_token' }
  | { readonly kind: 'fault' };

const DENIED: Outcome = { kind: 'denied' };

/** Leeway for times in tokens, and for the clock of those who revoke, in seconds. */
const CLOCK_SKEW = 5;
const REVOCATION_SKEW = 60;

/** A token that has ended, or tells of a sign-in to come. */
export const isInvalid = (token: Token, now: number) =>
  hasExpired(token, now) || (token.said.at ?? 0) > now + CLOCK_SKEW;

/** Judged before any key is looked for. */
export const hasExpired = ({ expiresAt }: Pick<Token, 'expiresAt'>, now: number) =>
  secondOf(expiresAt) <= now - CLOCK_SKEW;

export const meaning = ({ issuer }: Holder, { mapping }: Situation) => meaningOf(issuer, mapping);

export function lacks(signIn: SignIn, { acr, maxAge }: Asked, { revokedBefore }: Risk, now: number): boolean {
  const { at } = signIn;
  if (revokedBefore !== undefined && (at === undefined || at < revokedBefore)) return true;
  if (acr !== undefined && (signIn.acr === undefined || !acr.includes(signIn.acr))) return true;
  return maxAge !== undefined && (at === undefined || now - at > maxAge);
}

/** A challenge that the issuer of the token could not meet, or not yet, is a plain no. */
export function challengeFor({ acr, maxAge }: Asked, means: Meaning, risk: Risk, now: number): Outcome {
  const words = theirWords(acr ?? [], means);
  if (acr !== undefined && words.length === 0) return DENIED;
  const since = risk.revokedBefore === undefined ? [] : [now - risk.revokedBefore];
  if (since.some((age) => age < -REVOCATION_SKEW)) return DENIED;
  const ages = [...(maxAge === undefined ? [] : [maxAge]), ...since];
  return {
    kind: 'challenge',
    acr: words,
    maxAge: ages.length === 0 ? undefined : Math.max(0, Math.min(...ages)),
  };
}

export function forbidden(asked: Asked, { scopes }: Token): Outcome | undefined {
  if (asked.closed || isImpossible(asked)) return DENIED;
  return asked.scopes.every((scope) => scopes.includes(scope))
    ? undefined
    : { kind: 'scope', scopes: asked.scopes };
}

const NOTHING_SAID: Said = { acr: undefined, acrs: undefined, amr: undefined, at: undefined };
const NO_SIGN_IN: SignIn = { acr: undefined, amr: undefined, at: undefined };

/** What is said of another sign-in, in place of the token's: a claim that says nothing of a sign-in is the token's. */
function withSaid(token: Token, said: Said, situation: Situation): Said {
  const { claim } = meaning(token, situation);
  const isAboutSignIn = (one: Meaning['claim']) =>
    one === claim || ['acr', 'amr'].includes(situation.writing.claims[one]);
  return {
    ...said,
    acr: isAboutSignIn('acr') ? said.acr : token.said.acr,
    acrs: isAboutSignIn('acrs') ? said.acrs : token.said.acrs,
  };
}

function claimsOf({ acr, acrs, amr }: Said, { writing }: Situation): Pick<Seen, 'acr' | 'acrs' | 'amr'> {
  return { acr, acrs, amr: writing.hasTimedMethods && amr !== undefined ? [] : amr };
}

/** What rules see of the token's own sign-in: of none, if the token shows none (docs/security.md). */
export function seenOfToken(token: Token, { route, id }: Called, situation: Situation): Seen {
  const [method = '', path = ''] = route.split(' ');
  const { risk, now, writing } = situation;
  const said = isShown(writing, token.said) ? token.said : withSaid(token, NOTHING_SAID, situation);
  const signIn = isShown(writing, token.said) ? signInBy(said, meaning(token, situation)) : NO_SIGN_IN;
  return { signIn, ...claimsOf(said, situation), risk, now, method, path, id };
}

/** What rules see of the sign-in behind a grant. */
function seenOfGrant({ said }: Grant, token: Token, called: Called, situation: Situation): Seen {
  const signIn = signInBy(said, meaning(token, situation));
  const claims = claimsOf(withSaid(token, said, situation), situation);
  return { ...seenOfToken(token, called, situation), signIn, ...claims };
}

/** Whether the policy asks this call for what no sign-in can meet, which closes it (docs/policy.md): a mistake of the policy. */
export function isClosedByMistake(
  token: Token,
  grant: Grant | undefined,
  called: Called,
  situation: Situation,
): boolean {
  const policy = policyOf(called.route, situation);
  if (policy === undefined) return false;
  const seen =
    grant === undefined
      ? seenOfToken(token, called, situation)
      : seenOfGrant(grant, token, called, situation);
  return isImpossible(askedOf(policy, seen, false));
}

function byToken(policy: Policy, token: Token, called: Called, situation: Situation): Outcome {
  const { risk, now } = situation;
  const seen = seenOfToken(token, called, situation);
  const asked = askedOf(policy, seen, false);
  const refusal = forbidden(asked, token);
  if (refusal !== undefined) return refusal;
  const opened: Outcome = { kind: 'opened', by: 'token', acr: seen.signIn.acr ?? '' };
  if (!asksForStepUp(asked)) return opened;
  if (!isShown(situation.writing, token.said)) return DENIED;
  if (asked.required && now < asked.notBefore) return DENIED;
  if (lacks(seen.signIn, asked, risk, now)) return challengeFor(asked, meaning(token, situation), risk, now);
  return asked.required ? { kind: 'grant_required' } : opened;
}

/** What a call gets. The grant is undefined where none, or an unknown one, is sent. */
export function callOutcome(
  token: Token,
  grant: Grant | undefined,
  called: Called,
  situation: Situation,
): Outcome {
  const { now } = situation;
  if (isInvalid(token, now)) return { kind: 'invalid_token' };
  const policy = policyOf(called.route, situation);
  if (policy === undefined) return DENIED;
  const own = byToken(policy, token, called, situation);
  if (own.kind === 'opened' || grant === undefined || askedBy(policy.base, policy.closed).closed) return own;
  if (!isShown(situation.writing, token.said)) return own;
  const seen = seenOfGrant(grant, token, called, situation);
  const asked = askedOf(policy, seen, false);
  if (!isGood(grant, token, policy, called, asked, situation)) return own;
  const refusal = forbidden(asked, token);
  if (refusal !== undefined) return refusal;
  const use = useOf(asked, grant, policy);
  if (use !== undefined && situation.isSpent(use))
    return { kind: 'challenge', acr: theirWords(asked.acr ?? [], meaning(token, situation)), maxAge: 0 };
  const opened = { kind: 'opened', by: 'grant', acr: seen.signIn.acr ?? '' } as const;
  return use === undefined ? opened : { ...opened, use };
}

function isGood(
  grant: Grant,
  token: Token,
  policy: Policy,
  { id }: Called,
  asked: Asked,
  situation: Situation,
): boolean {
  const { now, risk } = situation;
  const means = meaning(token, situation);
  const isTheirs =
    grant.issuer === token.issuer && grant.user === token.user && grant.client === token.client;
  const isForPath = (grant.bound === undefined && !asked.path) || grant.bound === id;
  const isAlive =
    now < grant.expiresAt && now <= grant.issuedAt + asked.ttl && grant.issuedAt >= asked.notBefore;
  return (
    isTheirs &&
    grant.target === policy.target &&
    grant.claim === means.claim &&
    isForPath &&
    isAlive &&
    !lacks(signInBy(grant.said, means), asked, risk, now)
  );
}

export function useOf(
  { once }: Asked,
  { issuer, user, client, said: { at } }: Holder & { readonly said: Said },
  policy: Policy,
): Use | undefined {
  const places = [policy.item, policy.target];
  if (!once || at === undefined) return undefined;
  return { holder: `${issuer} ${user} ${client}`, at: secondOf(at), places };
}
