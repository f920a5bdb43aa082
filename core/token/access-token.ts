/**
 * What a JWT must say to be an access token of a trusted issuer (RFC 9068 §4, RFC 8725), beyond its
 * signature: the header may not bring its own key or rules, every claim we use has the right type, and it
 * is an access token rather than some other token of the same issuer.
 */
import * as v from 'valibot';
import { failure, success } from '../result.ts';
import type { Result } from '../result.ts';
import type { SignatureAlgorithm } from '../trust/signature-algorithms.ts';
import { tokenType } from '../trust/token-type.ts';
import type { AuthenticationClaims } from './authentication.ts';
import { audienceRefusal } from './audience-refusal.ts';
import { boundRefusal, claimRefusal, clientRefusal, foreignRefusal, typeRefusal } from './claim-refusals.ts';
import { name, numericDate } from './claim-types.ts';
import { algorithmRefusal, headerTypeRefusal } from './header-refusals.ts';
import type { IssuerTrust } from './issuer-words.ts';
import { NO_SIGN_IN } from '../condition/sign-in.ts';
import { issuedFor } from './issued-for.ts';
import { clientOf, foreignClaim, isAccessToken, scopesOf } from './profile-claims.ts';
import { signInOf } from './said-sign-in.ts';
import { expiryRefusal, timeRefusal } from './time-refusal.ts';
import { refuse, untrustedIssuer } from './token-refusal.ts';
import type { TokenRefusal } from './token-refusal.ts';

type Json = Readonly<Record<string, unknown>>;

/** Header members that name a key, a rule or an encoding of the sender's choice (RFC 7515 §4.1, RFC 7797). */
const FORBIDDEN_HEADERS = ['crit', 'b64', 'jwk', 'jku', 'x5u', 'x5c', 'zip', 'enc'];

/** What no token may have in another type. `exp` and `nbf` are rounded to the strict side. */
const claims = v.object({
  sub: name,
  aud: v.optional(v.nullable(v.union([v.string(), v.array(v.string())]))),
  nbf: v.optional(
    v.pipe(
      numericDate,
      v.transform((time) => Math.ceil(time)),
    ),
  ),
  cnf: v.optional(v.nullable(v.custom<object>(isObject))),
});

/** The object as it is: schemas of objects leave out members of some names. */
function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Claims = v.InferOutput<typeof claims>;

const expiry = v.object({
  exp: v.pipe(
    numericDate,
    v.transform((time) => Math.floor(time)),
  ),
});

/** Names the key of the issuer that has to have signed the token, and for which algorithm. */
export interface AcceptedHeader {
  readonly kid: string | undefined;
  readonly algorithm: SignatureAlgorithm;
}

/** Reads the JOSE header before any key is looked up, so that a token cannot make us fetch anything. `payload` is not verified yet. */
export function readHeader(
  header: Json,
  payload: Json,
  { issuer }: IssuerTrust,
): Result<AcceptedHeader, TokenRefusal> {
  const { alg, kid, typ } = header;
  const forbidden = FORBIDDEN_HEADERS.filter((member) => member !== 'jku' || !issuer.token.ignoreJku).find(
    (member) => Object.hasOwn(header, member),
  );
  if (forbidden !== undefined)
    return failure(refuse('header', `The header member ${forbidden} is not accepted.`));
  const algorithm = issuer.algorithms.find((one) => one === alg);
  if (algorithm === undefined) return failure(algorithmRefusal(alg, issuer));
  if (kid !== undefined && (typeof kid !== 'string' || kid === ''))
    return failure(refuse('kid', 'The key id in the header (kid) is no text.'));
  const type = tokenType(typ);
  if (!issuer.token.typ.includes(type))
    return failure(
      type === 'dpop' && isBinding(payload.cnf)
        ? boundRefusal(payload.cnf)
        : headerTypeRefusal(typ, issuer.token),
    );
  return success({ kid, algorithm });
}

/**
 * Reads `exp`, in seconds since 1970; fails if it has passed. It is also asked before any key is looked up: a token that
 * would be refused anyway cannot make us fetch anything.
 */
export function readExpiry(
  payload: Json,
  { issuer }: IssuerTrust,
  now: number,
): Result<number, TokenRefusal> {
  const parsed = v.safeParse(expiry, payload);
  if (!parsed.success) return failure(unreadable(parsed.issues[0], payload));
  const { exp } = parsed.output;
  const refusal = expiryRefusal(exp, issuer, now);
  return refusal === undefined ? success(exp) : failure(refusal);
}

function unreadable({ path }: v.BaseIssue<unknown>, payload: Json): TokenRefusal {
  return claimRefusal(String(path?.[0].key), payload);
}

/** Reads the claims of a token whose signature has been verified. `now` in seconds. */
export function readClaims(
  payload: Json,
  trust: IssuerTrust,
  now: number,
): Result<AuthenticationClaims, TokenRefusal> {
  const { issuer } = trust;
  if (payload.iss !== issuer.issuer) return failure(untrustedIssuer(payload.iss, [issuer.issuer]));
  const expiresAt = readExpiry(payload, trust, now);
  if (!expiresAt.ok) return expiresAt;
  const parsed = v.safeParse(claims, payload);
  if (!parsed.success) return failure(unreadable(parsed.issues[0], payload));
  const { token } = issuer;
  const clientId = clientOf(payload, token);
  if (clientId === undefined) return failure(clientRefusal(payload, token));
  const refusal = refusalOf(parsed.output, payload, clientId, trust, now);
  if (refusal !== undefined) return failure(refusal);
  const whose = issuedFor(payload, clientId, token);
  return success({
    issuer: issuer.issuer,
    subject: parsed.output.sub,
    clientId,
    scopes: scopesOf(payload, token),
    signIn: whose === 'person' ? signInOf(payload, trust) : NO_SIGN_IN,
    expiresAt: expiresAt.value,
    issuedFor: whose,
    claims: payload,
  });
}

function refusalOf(
  token: Claims,
  payload: Json,
  clientId: string,
  { issuer }: IssuerTrust,
  now: number,
): TokenRefusal | undefined {
  // Before its type: Keycloak writes DPoP as the typ of a bound access token.
  if (isBinding(token.cnf)) return boundRefusal(token.cnf);
  if (!isAccessToken(payload, issuer.token)) return typeRefusal(payload, issuer.token);
  const foreign = foreignClaim(payload);
  if (foreign !== undefined) return foreignRefusal(payload, foreign);
  return audienceRefusal(payload, clientId, issuer) ?? timeRefusal(token.nbf, payload, issuer, now);
}

/** Any member of `cnf` is a binding, known or not (RFC 7800 §3.1). */
function isBinding(cnf: unknown): cnf is object {
  return isObject(cnf) && Object.keys(cnf).length > 0;
}
