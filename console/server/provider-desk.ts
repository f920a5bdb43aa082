/** What the page asks of the provider of the users: its words, what its tokens say of a sign-in, and, of the user's own provider, discovery and tokens. */
import { askedSignIn } from '../../core/answer/asked-sign-in.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import type { IssuerTrust } from '../../core/token/issuer-words.ts';
import { signInOf } from '../../core/token/said-sign-in.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import { providerFetch } from '../../local/sign-in/provider-fetch.ts';
import type { RunUsers } from '../../local/run/users.ts';
import type { AskedWords, ProviderAnswer, ReadSignIn } from '../wire/sign-in.ts';
import { RequestError } from './http.ts';

export interface ProviderDesk {
  /** What a challenge asks for, for each of our words. */
  readonly asksFor: readonly AskedWords[];
  /** What the claims of an access token say of its sign-in, in our words. Nothing is verified here. */
  readonly read: (claims: Readonly<Record<string, unknown>>) => ReadSignIn;
  /** The document of the provider's discovery. */
  readonly metadata: () => object;
  /** Sends a form to the provider's token endpoint: that of a provider does not have to let pages of other origins call it (CORS). */
  readonly token: (form: string) => Promise<ProviderAnswer>;
}

export function createProviderDesk(users: RunUsers, trust: TrustConfig): ProviderDesk {
  const own = trustIn(trust, users.provider.issuer);
  return {
    asksFor: trust.acr.map((word) => askedFor(word, own)),
    read: (claims) => {
      const { acr, amr, authTime } = signInOf(claims, own);
      return {
        ...(acr === undefined ? {} : { acr }),
        ...(amr === undefined ? {} : { amr }),
        ...(authTime === undefined ? {} : { authTime }),
      };
    },
    metadata: () => yours(users).metadata,
    token: (form) => {
      const { tokenEndpoint, resource } = yours(users);
      const body = new URLSearchParams(form);
      if (resource !== undefined) body.set('resource', resource);
      return post(tokenEndpoint, body);
    },
  };
}

function askedFor(word: string, own: IssuerTrust): AskedWords {
  const { acrValues, claimsChallenge } = askedSignIn({ acr: [word], maxAge: undefined }, own);
  return claimsChallenge === undefined ? { acrValues } : { acrValues, claims: atob(claimsChallenge.claims) };
}

function trustIn({ issuers, acr }: TrustConfig, named: string): IssuerTrust {
  const issuer = issuers.find((one) => one.issuer === named);
  if (issuer === undefined) throw new Error(`${named} is not trusted by this run`);
  return { issuer, words: issuerWords(issuer, acr) };
}

/** The page asks the local provider itself, which lets it. */
function yours(users: RunUsers) {
  if (users.at === 'your provider') return users.provider;
  throw new RequestError('no_such_endpoint', 'the page asks the local provider itself');
}

async function post(endpoint: string, body: URLSearchParams): Promise<ProviderAnswer> {
  const response = await providerFetch(endpoint, {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
  }).catch((cause: unknown) => {
    throw new RequestError('provider_unreachable', `${endpoint} does not answer`, { cause });
  });
  const { status, headers } = response;
  // A redirect is no answer of a token endpoint (RFC 6749 §5), and a code is for this endpoint alone.
  if (status >= 300 && status < 400)
    throw new RequestError('provider_unreachable', `${endpoint} redirects to another address`);
  return { status, type: headers.get('content-type') ?? '', body: await response.text() };
}
