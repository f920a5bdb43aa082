/**
 * What a token of the standard says, in the words of each vendor: which claims have the client, the scopes and the sign-in, and
 * which marks its tokens have beside them. Written from the vendors' documents, whose tokens are in provider-tokens.ts, and not
 * from the profiles of the product.
 */
import type { TokenProfile } from '../../../core/trust/presets/presets.ts';
import type { SaidSignIn } from '../../../core/token/said-sign-in.ts';
import { claimingIssuerOf, PROVIDERS } from './provider-tokens.ts';
import type { Json } from './provider-token.ts';

/** Where a vendor writes what the standard has in a claim of its own. */
interface Writing {
  readonly client: readonly string[];
  readonly scope: readonly [claim: string, form: 'text' | 'list'];
  readonly acr: string;
  /** The methods are objects, each with its time, and nothing else says when the user signed in. */
  readonly factors?: true;
}

const WRITINGS: Readonly<Record<TokenProfile, Writing>> = {
  rfc9068: { client: ['client_id'], scope: ['scope', 'text'], acr: 'acr' },
  cognito: { client: ['client_id'], scope: ['scope', 'text'], acr: 'acr' },
  entra: { client: ['azp'], scope: ['scp', 'text'], acr: 'acrs' },
  okta: { client: ['cid'], scope: ['scp', 'list'], acr: 'acr' },
  auth0: { client: ['azp'], scope: ['scope', 'text'], acr: 'acr' },
  keycloak: { client: ['azp'], scope: ['scope', 'text'], acr: 'acr' },
  duende: { client: ['client_id'], scope: ['scope', 'list'], acr: 'acr' },
  spring: { client: ['client_id'], scope: ['scope', 'list'], acr: 'acr' },
  hydra: { client: ['client_id'], scope: ['scp', 'list'], acr: 'acr' },
  pingfederate: { client: ['client_id'], scope: ['scope', 'text'], acr: 'acr' },
  forgerock: { client: ['client_id'], scope: ['scope', 'list'], acr: 'acr' },
  adfs: { client: ['appid'], scope: ['scp', 'text'], acr: 'authmethod' },
  xsuaa: { client: ['cid', 'client_id', 'azp'], scope: ['scope', 'list'], acr: 'acr' },
  supabase: { client: ['client_id'], scope: ['scope', 'text'], acr: 'aal', factors: true },
  fusionauth: { client: ['applicationId'], scope: ['scope', 'text'], acr: 'acr' },
};

/** The profiles in which only the time of a sign-in shows that a person signed in. */
const SHOWN_BY_TIME: readonly TokenProfile[] = ['keycloak', 'duende', 'fusionauth'];

/** The profiles whose vendor writes no time of a sign-in that can be read. Here, the owner has `auth_time` written. */
const NO_TIME: readonly TokenProfile[] = ['spring', 'hydra', 'pingfederate', 'adfs'];

/** What the documented tokens have of their own user, client and sign-in. */
const SPOKEN = [
  ...['aud', 'sub', 'client_id', 'azp', 'cid', 'appid', 'applicationId', 'scope', 'scp', 'nbf'],
  ...['acr', 'acrs', 'aal', 'authmethod', 'amr', 'auth_time'],
];

/** What stands in the claim of the acr where it says nothing, and every token has the claim. */
const ALWAYS: Json = { aal: 'aal1' };

export interface PresetShape {
  readonly profile: TokenProfile;
  readonly typ: string | undefined;
  /** Header members beside those of every token. */
  readonly header: Json;
  /** The names of the claims with client, acr, and scopes. */
  readonly writes: Writing;
  readonly shownByTime: boolean;
  /** What the trust config says of the issuer, so that its tokens can say what the standard can. */
  readonly issuer: (url: string) => Json & { readonly issuer: string };
  /** What a grant keeps of a sign-in with these claims of the standard. */
  readonly said: (standard: Json) => SaidSignIn;
  /** The claims of a token of the standard, as this vendor writes them: a machine's where `sub` is the client. */
  readonly claims: (standard: Json) => Json;
}

export function shapeOf(profile: TokenProfile): PresetShape {
  const { typ } = PROVIDERS[profile].person;
  return {
    profile,
    typ,
    header: {
      ...(typ === undefined ? {} : { typ }),
      ...(profile === 'xsuaa' ? { jku: 'https://x.example' } : {}),
    },
    writes: WRITINGS[profile],
    shownByTime: SHOWN_BY_TIME.includes(profile),
    issuer: (url) => ({
      ...claimingIssuerOf(profile, url, `${url}/jwks`),
      ...(NO_TIME.includes(profile) ? { authTime: { claim: 'auth_time' } } : {}),
    }),
    claims: (standard) => written(profile, standard),
    said: (standard) => said(WRITINGS[profile], standard),
  };
}

function said(writing: Writing, standard: Json): SaidSignIn {
  const times = writing.factors ? { method: 'method', factorTime: 'timestamp' } : { authTime: 'auth_time' };
  return { names: { acr: writing.acr, amr: 'amr', ...times }, claims: signInOf(writing, standard) };
}

function written(profile: TokenProfile, standard: Json): Json {
  const { client, scope } = WRITINGS[profile];
  const { client_id, scope: scopes, acr, amr, auth_time, ...others } = standard;
  const documented = PROVIDERS[profile][standard.sub === client_id ? 'machine' : 'person'].claims;
  const marks = Object.entries(documented).filter(([name]) => !SPOKEN.includes(name));
  return present({
    ...Object.fromEntries(marks),
    ...others,
    ...Object.fromEntries(client.map((name) => [name, client_id])),
    [scope[0]]: scope[1] === 'list' && typeof scopes === 'string' ? scopes.split(' ') : scopes,
    ...signInOf(WRITINGS[profile], { acr, amr, auth_time }),
  });
}

function signInOf({ acr, factors }: Writing, { acr: word, amr, auth_time }: Json): Json {
  return present({
    [acr]: acr === 'acrs' && word !== undefined ? [word] : (word ?? ALWAYS[acr]),
    ...(factors ? { amr: factorsOf(amr, auth_time) } : { amr, auth_time }),
  });
}

function present(claims: Json): Json {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

/** A method where none is known, since the time has to stand somewhere. */
function factorsOf(amr: unknown, time: unknown): unknown {
  const methods: readonly unknown[] = Array.isArray(amr) ? amr : time === undefined ? [] : ['password'];
  if (methods.length === 0) return amr;
  return methods.map((method) => ({ method, ...(time === undefined ? {} : { timestamp: time }) }));
}
