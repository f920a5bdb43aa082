/**
 * The reference: sign-ins, and the conditions of rules, written from docs/policy.md and docs/security.md. The reference shares
 * no code with the product, and is slow and plain on purpose.
 */

/** The acr words, weakest first. */
export const LADDER = ['loa1', 'loa2', 'loa3'] as const;

export type Acr = (typeof LADDER)[number];

/** A sign-in: what is not known of it is undefined. `at` in seconds since 1970. */
export interface SignIn {
  readonly acr: Acr | undefined;
  readonly amr: readonly string[] | undefined;
  readonly at: number | undefined;
}

/** What an issuer says of a sign-in, in its own words. */
export interface Said {
  readonly acr: string | undefined;
  readonly acrs: readonly string[] | undefined;
  readonly amr: readonly string[] | undefined;
  readonly at: number | undefined;
}

export interface Risk {
  readonly score: number;
  readonly revokedBefore: number | undefined;
}

export const NO_RISK: Risk = { score: 0, revokedBefore: undefined };

/** What a rule sees. `id` is undefined where the route has no such parameter. */
export interface Seen {
  readonly signIn: SignIn;
  /** The claims with the acr, with the other list of acr words, and with the methods as far as these are names. */
  readonly acr: string | undefined;
  readonly acrs: readonly string[] | undefined;
  readonly amr: readonly string[] | undefined;
  readonly risk: Risk;
  readonly method: string;
  readonly path: string;
  readonly id: string | undefined;
  readonly now: number;
}

/**
 * The conditions from which rules are made: as they are written, and when they hold by the documents. PREFIX stands for
 * what is before every path of a history, ACR and LIST for the names of the claims `acr` and `acrs` of Seen, and WORDS for
 * the list of the acr words in the first. `onRequest`, `onRisk`: whether they read the request, and the risk.
 */
export const RULES = {
  sms: {
    when: '"sms" in signIn.amr',
    onRequest: false,
    onRisk: false,
    holds: ({ signIn: { amr } }: Seen) => amr?.includes('sms') ?? true,
  },
  smsClaim: {
    when: '"sms" in claims.amr',
    onRequest: false,
    onRisk: false,
    holds: ({ amr }: Seen) => amr?.includes('sms') ?? true,
  },
  noOtp: {
    when: '!("otp" in claims.amr)',
    onRequest: false,
    onRisk: false,
    holds: ({ amr }: Seen) => !(amr?.includes('otp') ?? false),
  },
  smsCall: {
    when: '"sms" in claims.amr && request.method == "POST"',
    onRequest: true,
    onRisk: false,
    holds: ({ amr, method }: Seen) => (amr?.includes('sms') ?? true) && method === 'POST',
  },
  weakest: {
    when: 'signIn.acr == "loa1"',
    onRequest: false,
    onRisk: false,
    holds: ({ signIn: { acr } }: Seen) => acr === undefined || acr === 'loa1',
  },
  old: {
    when: 'signIn.age > 60',
    onRequest: false,
    onRisk: false,
    holds: ({ signIn: { at }, now }: Seen) => at === undefined || now - at > 60,
  },
  risky: {
    when: 'risk.score >= 50.0',
    onRequest: false,
    onRisk: true,
    holds: ({ risk }: Seen) => risk.score >= 50,
  },
  riskySms: {
    when: 'risk.score >= 50.0 && "sms" in signIn.amr',
    onRequest: false,
    onRisk: true,
    holds: ({ risk, signIn: { amr } }: Seen) => risk.score >= 50 && (amr?.includes('sms') ?? true),
  },
  seventeen: {
    when: 'request.parameters.id == "17"',
    onRequest: true,
    onRisk: false,
    holds: ({ id }: Seen) => id === undefined || id === '17',
  },
  path: {
    when: 'request.path == "/PREFIX/a"',
    onRequest: true,
    onRisk: false,
    holds: ({ path }: Seen) => path === '/a',
  },
  silver: {
    when: 'has(claims.ACR) && "silver" in WORDS',
    onRequest: false,
    onRisk: false,
    holds: ({ acr }: Seen) => acr === 'silver',
  },
  golden: {
    when: '"gold" in claims.LIST',
    onRequest: false,
    onRisk: false,
    holds: ({ acrs }: Seen) => acrs?.includes('gold') ?? true,
  },
  posted: {
    when: 'request.method == "POST"',
    onRequest: true,
    onRisk: false,
    holds: ({ method }: Seen) => method === 'POST',
  },
} as const;

export type RuleName = keyof typeof RULES;

function isRuleName(name: string): name is RuleName {
  return Object.hasOwn(RULES, name);
}

export const RULE_NAMES: readonly RuleName[] = Object.keys(RULES).filter(isRuleName);
