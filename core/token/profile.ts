/** How the access tokens of different issuers say the same things. Each profile is data: claims, and what stands in them. */
import type { TOKEN_PROFILES } from '../trust/trusted-issuer.ts';

/** A claim that a token has: with this text, or with any value. */
export interface Mark {
  readonly claim: string;
  readonly value?: string;
}

/** A claim that every token of a person has and none of a machine, and what has to stand in it. */
export interface SignInMark {
  readonly claim: string;
  readonly holds: 'time' | 'scopes' | 'name';
}

/** Where one kind of access token keeps what we need. */
export interface AccessTokenProfile {
  /** Acceptable `typ` header values, lower case and without `application/`; empty text: the header has no `typ`. */
  readonly types: readonly string[];
  /** The claims that name the client. The first that a token has counts. */
  readonly client: readonly string[];
  /** The claim with the scopes: one text (RFC 8693 §4.2) or a list. */
  readonly scopes: string;
  /** Each tells an access token from an ID token. Without any, the `typ` of the header tells. */
  readonly accessToken: readonly Mark[];
  /** What shows that a person signed in. Undefined: a `sub` that is not the client (RFC 9068 §2.2). */
  readonly signedIn: SignInMark | undefined;
  /** Each tells a token of client credentials. */
  readonly machine: readonly Mark[];
  /** What follows the name of the client in the `sub` of a machine; empty text: nothing. */
  readonly machineSubjects: readonly string[];
}

/** RFC 9068 §2. */
const rfc9068: AccessTokenProfile = {
  types: ['at+jwt'],
  client: ['client_id'],
  scopes: 'scope',
  accessToken: [],
  signedIn: undefined,
  machine: [],
  machineSubjects: [''],
};

const PROFILES: Readonly<Record<(typeof TOKEN_PROFILES)[number], AccessTokenProfile>> = {
  rfc9068,
  // Amazon Cognito: "Understanding the access token". A machine has an auth_time, too; its sub is the client.
  cognito: { ...rfc9068, types: ['', 'jwt'], accessToken: [{ claim: 'token_use', value: 'access' }] },
  // Microsoft Entra ID: "Access token claims reference"; appid in version 1 tokens, azp in version 2. Only users have scp.
  entra: {
    ...rfc9068,
    types: ['jwt', 'at+jwt'],
    client: ['azp', 'appid'],
    scopes: 'scp',
    accessToken: [{ claim: 'scp' }, { claim: 'roles' }],
    signedIn: { claim: 'scp', holds: 'scopes' },
    machine: [{ claim: 'idtyp', value: 'app' }],
  },
  // Okta: "Access tokens", reserved claims cid, scp and uid: uid is in no token without a user. The owner may map sub.
  okta: {
    ...rfc9068,
    types: ['', 'jwt', 'at+jwt', 'okta-internal-at+jwt'],
    client: ['cid'],
    scopes: 'scp',
    accessToken: [{ claim: 'cid' }],
    signedIn: { claim: 'uid', holds: 'name' },
  },
  // Auth0: "Access token profiles", its own and RFC 9068.
  auth0: {
    ...rfc9068,
    types: ['jwt', 'at+jwt'],
    client: ['azp', 'client_id'],
    machine: [{ claim: 'gty', value: 'client-credentials' }],
    machineSubjects: ['', '@clients'],
  },
  // Keycloak: the payload's own typ tells Bearer from ID and Refresh. A machine has a user of its own, a session and an acr;
  // its user name may be a person's. Only a sign-in sets auth_time.
  keycloak: {
    ...rfc9068,
    types: ['jwt', 'at+jwt'],
    client: ['azp', 'client_id'],
    accessToken: [{ claim: 'typ', value: 'Bearer' }],
    signedIn: { claim: 'auth_time', holds: 'time' },
  },
};

export function accessTokenProfile(name: (typeof TOKEN_PROFILES)[number]): AccessTokenProfile {
  return PROFILES[name];
}
