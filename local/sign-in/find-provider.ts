/** Looks up an OpenID provider, and says what to change where it is not found. */
import * as oauth from 'oauth4webapi';
import * as v from 'valibot';
import { printable } from '../../core/printable.ts';
import { isOnLoopback } from '../loopback.ts';
import { discover } from '../sign-in.ts';

export interface FoundProvider {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** The document of its discovery (OpenID Connect Discovery §4.2). */
  readonly metadata: oauth.AuthorizationServer;
}

/** @throws Error in one sentence for the user, where there is no provider that calls itself so */
export async function findProvider(issuer: string): Promise<FoundProvider> {
  const metadata = await discover(issuer).catch((cause: unknown) => {
    throw notFound(issuer, reasonOf(cause, issuer), { cause });
  });
  // The library takes `https://a.example` and `https://a.example/` for the same; the `iss` of tokens is compared as text.
  if (metadata.issuer !== issuer) throw notFound(issuer, namedOtherwise(metadata.issuer));
  const { authorization_endpoint: authorizationEndpoint, token_endpoint: tokenEndpoint } = metadata;
  if (authorizationEndpoint === undefined || tokenEndpoint === undefined)
    throw new Error(
      `${issuer} has no authorization endpoint or no token endpoint: users cannot sign in there`,
    );
  for (const endpoint of [authorizationEndpoint, tokenEndpoint])
    if (!isProtected(endpoint, issuer))
      throw new Error(
        `${issuer} names the endpoint ${printable(endpoint.slice(0, 200))}: expected one on https, since codes are sent there`,
      );
  return { issuer, authorizationEndpoint, tokenEndpoint, metadata };
}

/** RFC 6749 §3.1, §3.2: TLS is required. Of an issuer on loopback, everything stays on this machine. */
function isProtected(endpoint: string, issuer: string): boolean {
  const protocol = URL.parse(endpoint)?.protocol;
  const isPlain = protocol === 'http:' && issuer.startsWith('http:');
  return protocol === 'https:' || (isPlain && isOnLoopback(issuer) && isOnLoopback(endpoint));
}

const otherIssuer = v.object({
  code: v.literal(oauth.JSON_ATTRIBUTE_COMPARISON),
  cause: v.object({ body: v.object({ issuer: v.string() }) }),
});

const otherAnswer = v.object({
  code: v.literal(oauth.RESPONSE_IS_NOT_CONFORM),
  cause: v.object({ status: v.number() }),
});

/** Of Node.js' and OpenSSL's errors about a chain of certificates. */
const OF_CERTIFICATES = /certificate|CERT/;

function notFound(issuer: string, reason: string, options?: ErrorOptions): Error {
  // The reason may quote what another server said, and is shown on a terminal.
  return new Error(printable(`${issuer} is not found as an OpenID provider: ${reason}`), options);
}

function namedOtherwise(own: string): string {
  return `it calls itself ${JSON.stringify(own)}. Write "issuer" of the trust config so, character by character`;
}

function reasonOf(error: unknown, issuer: string): string {
  if (v.is(otherIssuer, error)) return namedOtherwise(error.cause.body.issuer);
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  if (v.is(otherAnswer, error))
    return `${address} answers with status ${error.cause.status}. Is "issuer" of the trust config right, in every character?`;
  const text = messagesOf(error).join(': ');
  if (OF_CERTIFICATES.test(text))
    return `${text}. For a private certificate authority, start with NODE_EXTRA_CA_CERTS=FILE: its certificate, in PEM`;
  return `${text}. Does ${address} answer? Is "issuer" of the trust config right?`;
}

const withMessage = v.object({ message: v.string(), cause: v.optional(v.unknown()) });

/** Of an error and its causes: `fetch` says the reason in a cause. */
function messagesOf(error: unknown): readonly string[] {
  const parsed = v.safeParse(withMessage, error);
  return parsed.success ? [parsed.output.message, ...messagesOf(parsed.output.cause)] : [];
}
