/** A realm with a step-up flow, as Keycloak's Server Administration Guide has it ("Creating a browser login flow with step-up mechanism"). */

import { PERIOD } from './authenticator.ts';

/** The words for its levels of authentication. */
export interface Words {
  readonly password: string;
  readonly code: string;
}

export interface RealmOptions {
  readonly name: string;
  readonly words: Words;
  /** The algorithm of access tokens. */
  readonly algorithm: 'RS256' | 'ES256' | 'EdDSA';
  /** How long a one-time code keeps the second level, in seconds: Max Age of its condition. */
  readonly codeMaxAge: number;
  readonly audience: string;
  readonly redirectUri: string;
}

export interface User {
  readonly username: string;
  readonly password: string;
}

/** She has no second factor. */
export const NEWCOMER: User = { username: 'nina', password: 'another correct horse' };

export const USER = {
  username: 'alice',
  password: 'correct horse battery staple',
  /** Of the authenticator app. */
  secret: 'a-secret-of-alice-20',
};

export const CLIENTS = {
  web: 'web-app',
  lightweight: 'web-app-lightweight',
  machine: 'nightly-job',
  lightweightMachine: 'nightly-job-lightweight',
  /** It exchanges tokens that have it in `aud`: all of the realm. */
  exchanging: 'payments-service',
};

export const MACHINE_SECRET = 'the-secret-of-the-nightly-job';

const FLOW = 'step-up';

/** Its representation, for the admin API. */
export function realm(options: RealmOptions): object {
  const { name, words, algorithm } = options;
  return {
    realm: name,
    enabled: true,
    sslRequired: 'none',
    defaultSignatureAlgorithm: algorithm,
    accessTokenLifespan: 14_400,
    ssoSessionMaxLifespan: 36_000,
    ssoSessionIdleTimeout: 36_000,
    ...OTP_POLICY,
    browserFlow: FLOW,
    attributes: { 'acr.loa.map': JSON.stringify({ [words.password]: 1, [words.code]: 2 }) },
    authenticationFlows: flows(),
    authenticatorConfig: [
      { alias: 'level 1', config: { 'loa-condition-level': '1', 'loa-max-age': '36000' } },
      { alias: 'level 2', config: { 'loa-condition-level': '2', 'loa-max-age': String(options.codeMaxAge) } },
    ],
    users: [user(USER, [otp]), user(NEWCOMER, [])],
    clients: clients(options),
  };
}

function flows(): object[] {
  const flow = (alias: string, topLevel: boolean, authenticationExecutions: object[]) => ({
    alias,
    topLevel,
    builtIn: false,
    providerId: 'basic-flow',
    authenticationExecutions: authenticationExecutions.map((one, index) => ({ ...one, priority: index })),
  });
  const step = (authenticator: string, requirement = 'REQUIRED', authenticatorConfig?: string) => ({
    authenticator,
    requirement,
    authenticatorFlow: false,
    ...(authenticatorConfig === undefined ? {} : { authenticatorConfig }),
  });
  const part = (flowAlias: string, requirement: string) => ({
    flowAlias,
    requirement,
    authenticatorFlow: true,
  });
  const condition = 'conditional-level-of-authentication';
  return [
    flow(FLOW, true, [step('auth-cookie', 'ALTERNATIVE'), part('levels', 'ALTERNATIVE')]),
    flow('levels', false, [part('password', 'CONDITIONAL'), part('code', 'CONDITIONAL')]),
    flow('password', false, [step(condition, 'REQUIRED', 'level 1'), step('auth-username-password-form')]),
    flow('code', false, [step(condition, 'REQUIRED', 'level 2'), step('auth-otp-form')]),
  ];
}

/** Whole: without a type, Keycloak ignores the rest when it makes a realm, and its window is one period. */
const OTP_POLICY = {
  otpPolicyType: 'totp',
  otpPolicyAlgorithm: 'HmacSHA1',
  otpPolicyDigits: 6,
  otpPolicyInitialCounter: 0,
  otpPolicyPeriod: PERIOD,
  // In periods: codes of a minute before and after.
  otpPolicyLookAheadWindow: 60 / PERIOD,
};

const otp = {
  type: 'otp',
  secretData: JSON.stringify({ value: USER.secret }),
  credentialData: JSON.stringify({
    subType: 'totp',
    digits: 6,
    period: PERIOD,
    counter: 0,
    algorithm: 'HmacSHA1',
  }),
};

function user({ username, password }: User, factors: readonly object[]): object {
  return {
    username,
    enabled: true,
    email: `${username}@example.com`,
    emailVerified: true,
    firstName: username,
    lastName: 'Example',
    realmRoles: ['offline_access'],
    credentials: [{ type: 'password', value: password }, ...factors],
  };
}

function clients({ audience, redirectUri }: RealmOptions): object[] {
  const protocolMappers = [
    {
      name: 'a service behind the API',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-audience-mapper',
      config: { 'included.client.audience': CLIENTS.exchanging, 'access.token.claim': 'true' },
    },
    {
      name: 'the audience of the API',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-audience-mapper',
      config: {
        'included.custom.audience': audience,
        'access.token.claim': 'true',
        'lightweight.claim': 'true',
      },
    },
  ];
  const web = (clientId: string, attributes: object = {}) => ({
    clientId,
    publicClient: true,
    standardFlowEnabled: true,
    redirectUris: [redirectUri],
    attributes: { 'pkce.code.challenge.method': 'S256', ...attributes },
    protocolMappers,
  });
  const machine = (clientId: string, attributes: object = {}) => ({
    clientId,
    secret: MACHINE_SECRET,
    standardFlowEnabled: false,
    serviceAccountsEnabled: true,
    attributes,
    protocolMappers,
  });
  const lightweight = { 'client.use.lightweight.access.token.enabled': 'true' };
  return [
    web(CLIENTS.web),
    web(CLIENTS.lightweight, lightweight),
    machine(CLIENTS.machine),
    machine(CLIENTS.lightweightMachine, lightweight),
    machine(CLIENTS.exchanging, { 'standard.token.exchange.enabled': 'true' }),
  ];
}
