/**
 * What a JWT must say to be an access token of a trusted issuer (RFC 9068 §4, RFC 8725), beyond its
 * signature: the header may not bring its own key or rules, every claim we use has the right type, and it
 * is an access token rather than some other token of the same issuer.
 */
import * as v from 'valibot';
import { failure, success } from '../result.ts';
import type { Result } from '../result.ts';
import type { SignatureAlgorithm } from '../trust/trusted-issuer.ts';
import type { AuthenticationClaims } from './authentication.ts';
import { audienceRefusal } from './audience-refusal.ts';
import { name, numericDate, timeIn } from './claim-types.ts';
import type { IssuerTrust } from './issuer-words.ts';
import { NO_SIGN_IN } from '../condition/sign-in.ts';
import { issuedFor } from './issued-for.ts';
import { accessTokenProfile } from './profile.ts';
import { clientOf, isAccessToken, scopesOf } from './profile-claims.ts';
import { signInOf } from './said-sign-in.ts';
import { EXPIRED, NOT_YET_VALID, refuse, UNTRUSTED_ISSUER } from './token-refusal.ts';
import type { TokenRefusal } from './token-refusal.ts';

type Json = Readonly<Record<string, unknown>>;

/** Header members that name a key, a rule or an encoding of the sender's choice (RFC 7515 §4.1, RFC 7797). */
const FORBIDDEN_HEADERS = ['crit', 'b64', 'jwk', 'jku', 'x5u', 'x5c', 'zip', 'enc'];

/** What no token may have in another type. `exp` and `nbf` are rounded to the strict side. */
const claims = v.object({
  sub: name,
  aud: v.optional(v.nullable(v.union([v.string(), v.array(v.string())]))),
  exp: v.pipe(
    numericDate,
    v.transform((time) => Math.floor(time)),
  ),
  nbf: v.optional(
    v.pipe(
      numericDate,
      v.transform((time) => Math.ceil(time)),
    ),
  ),
  cnf: v.optional(v.nullable(v.custom<object>(isObject))),
});

/** The object as it is: schemas of objects leave out members of some names. */
function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Claims = v.InferOutput<typeof claims>;

/** Names the key of the issuer that has to have signed the token, and for which algorithm. */
export interface AcceptedHeader {
  readonly kid: string;
  readonly algorithm: SignatureAlgorithm;
}

/** Reads the JOSE header before any key is looked up, so that a token cannot make us fetch anything. */
export function readHeader(header: Json, { issuer }: IssuerTrust): Result<AcceptedHeader, TokenRefusal> {
  const { alg, kid, typ } = header;
  const forbidden = FORBIDDEN_HEADERS.find((member) => Object.hasOwn(header, member));
  if (forbidden !== undefined)
    return failure(refuse('header', `The header member ${forbidden} is not accepted.`));
  const algorithm = issuer.algorithms.find((one) => one === alg);
  if (algorithm === undefined)
    return failure(refuse('algorithm', 'The signature algorithm is not accepted from this issuer.'));
  if (typeof kid !== 'string' || kid === '') return failure(refuse('kid', 'The header names no key (kid).'));
  if (!accessTokenProfile(issuer.profile).types.includes(typeOf(typ)))
    return failure(refuse('type', 'This is not an access token: the typ in its header says otherwise.'));
  return success({ kid, algorithm });
}

/** Reads the claims of a token whose signature has been verified. `now` in seconds. */
export function readClaims(
  payload: Json,
  trust: IssuerTrust,
  now: number,
): Result<AuthenticationClaims, TokenRefusal> {
  if (payload.iss !== trust.issuer.issuer) return failure(UNTRUSTED_ISSUER);
  const parsed = v.safeParse(claims, payload);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const problem =
      issue.type === 'max_value'
        ? 'is not in seconds since 1970: it is too large'
        : 'is missing or of the wrong type';
    return failure(refuse('claim', `The claim ${String(issue.path?.[0].key)} ${problem}.`));
  }
  const profile = accessTokenProfile(trust.issuer.profile);
  const clientId = clientOf(payload, profile);
  if (clientId === undefined) return failure(refuse('client', 'The token names no client that can be read.'));
  const refusal = claimRefusal(parsed.output, payload, clientId, trust, now);
  if (refusal !== undefined) return failure(refusal);
  const whose = issuedFor(payload, clientId, profile);
  return success({
    issuer: trust.issuer.issuer,
    subject: parsed.output.sub,
    clientId,
    scopes: scopesOf(payload, profile),
    signIn: whose === 'person' ? signInOf(payload, trust) : NO_SIGN_IN,
    expiresAt: parsed.output.exp,
    issuedFor: whose,
    claims: payload,
  });
}

function claimRefusal(
  token: Claims,
  payload: Json,
  clientId: string,
  { issuer }: IssuerTrust,
  now: number,
): TokenRefusal | undefined {
  const profile = accessTokenProfile(issuer.profile);
  const latest = now + issuer.clockSkew;
  // Before its type: Keycloak writes DPoP as the typ of a bound access token.
  // RFC 9449 §7.2, RFC 8705 §3: a token that is bound to a key is not valid without the proof of that key.
  if (Object.keys(token.cnf ?? {}).length > 0)
    return refuse('bound', 'The token is bound to a key and cannot be used as Bearer.');
  if (!isAccessToken(payload, profile)) return refuse('type', 'This is not an access token.');
  const refusal = audienceRefusal(payload, clientId, issuer);
  if (refusal !== undefined) return refusal;
  if (token.exp <= now - issuer.clockSkew) return EXPIRED;
  if (token.nbf !== undefined && token.nbf > latest) return NOT_YET_VALID;
  // As it is written: half a second ahead is ahead.
  if ((timeIn(payload.auth_time) ?? 0) > latest) {
    return refuse('auth_time', 'The claim auth_time lies in the future. It is in seconds since 1970.');
  }
  return undefined;
}

function typeOf(typ: unknown): string {
  return typeof typ === 'string'
    ? typ.toLowerCase().replace(/^application\//, '')
    : typ === undefined
      ? ''
      : '?';
}
