/**
 * The names that the stack (lib/) and the functions (lambda/) must agree on. This file imports nothing, so that both can
 * import it.
 */

/**
 * Environment variables of the functions. The trust config is in a file (`TRUST_FILE`); a value in it that is known
 * only at deployment has a variable of its own, `TRUST_VALUE_` with its key (core/trust/trust-file.ts). The name of the service is that of
 * lib/service-name.ts: it stands in every log line, and is the dimension `service` of every metric (Powertools).
 * `MOST_CANDIDATES`, of the token exchange alone, is the number of policy keys of the deepest protected route: the
 * exchange does not look up a deeper route, which only a caller can have invented. `ACR`, of the policy audit alone, is
 * the acr vocabulary as JSON, which is all that the audit needs of the trust config.
 */
export const ENVIRONMENT = {
  policyTable: 'POLICY_TABLE',
  grantTable: 'GRANT_TABLE',
  riskTable: 'RISK_TABLE',
  auditTable: 'AUDIT_TABLE',
  acr: 'ACR',
  trustValue: 'TRUST_VALUE_',
  service: 'POWERTOOLS_SERVICE_NAME',
  mostCandidates: 'MOST_CANDIDATES',
} as const;

/**
 * Seconds that a function gives a request, and that Lambda gives the function. The initialization of a cold start
 * has 10 more seconds (AWS Lambda: "Understanding the execution environment lifecycle").
 */
export const REQUEST_DEADLINE = 2;
export const FUNCTION_TIMEOUT = 3;

/** Beside the code of authorizer and token exchange: the trust config (core/trust/trust-file.ts). */
export const TRUST_FILE = 'trust-config.txt';

/** The same text in the template, in the metadata of the authorizer's function, for the command line. */
export const TRUST_METADATA = 'step-up-authorizer:trust-config';

/**
 * Keys and other attributes of the tables that the stack itself has to name. The indexes of the grant table: by subject,
 * for the command line, and by holder (issuer, subject and client) with `ttl` as its sort key, for the limit of live grants.
 */
export const TABLES = {
  policy: { partitionKey: 'route' },
  grant: {
    partitionKey: 'id',
    ttl: 'expiresAt',
    subjectIndex: 'subject',
    subjectIndexKey: 'subjectHash',
    holderIndex: 'holder',
    holderIndexKey: 'holderHash',
  },
  risk: { partitionKey: 'id', ttl: 'expiresAt' },
  audit: { partitionKey: 'route', sortKey: 'change' },
} as const;

/** Request header that carries a step-up grant beside the access token. */
export const GRANT_HEADER = 'Step-Up-Grant';

/** Resource templates, below `{base}`, that the token-exchange function answers. */
export const ENDPOINTS = {
  token: '/step-up/token',
  requirements: '/step-up/requirements/{proxy+}',
  metadata: '/.well-known/oauth-protected-resource',
  metadataOfPath: '/.well-known/oauth-protected-resource/{proxy+}',
} as const;

/**
 * Authorizer context of a refusal: what the ACCESS_DENIED gateway response substitutes. That response applies to every
 * authorizer of the API, so no other authorizer would use these keys: the context of another one must not appear in our
 * problem body.
 * Every key is always filled, with empty text if there is no value, and no value needs escaping inside a JSON
 * string. Only `stepUpWwwAuthenticate` has quotation marks: it goes to a header, never into the body.
 * `stepUpAllowOrigin` is the value of Access-Control-Allow-Origin.
 */
export const REFUSAL_CONTEXT_KEYS = [
  'stepUpWwwAuthenticate',
  'stepUpAllowOrigin',
  'stepUpType',
  'stepUpTitle',
  'stepUpDetail',
  'stepUpError',
  'stepUpAcrValues',
  'stepUpMaxAge',
  'stepUpClaims',
  'stepUpAuthorizationUri',
  'stepUpScope',
  'stepUpNext',
  'stepUpTokenEndpoint',
  'stepUpResource',
] as const;

/**
 * Authorizer context of an allowed request, for the backend: verified values only. `authorizedBy` is
 * `AUTHORIZED_BY`, which tells it from the context of another authorizer with the same names. `upcomingOutcome` is the
 * decision that an announced policy change would give (`allow`, `challenge`, `deny`, `unknown`; empty if no change is
 * announced), and `upcomingAt` is when it takes effect (seconds since 1970; empty for a change that is only observed).
 */
export const ALLOW_CONTEXT_KEYS = [
  'authorizedBy',
  'issuer',
  'subject',
  'clientId',
  'scope',
  'acr',
  'amr',
  'authTime',
  'openedBy',
  'upcomingOutcome',
  'upcomingAt',
] as const;

export const AUTHORIZED_BY = 'step-up-authorizer';

/** CloudWatch namespace of the metrics, and their dimension, which tells one deployment of a construct from all others. */
export const METRICS_NAMESPACE = 'StepUp';
export const METRICS_DIMENSION = 'service';

/**
 * CloudWatch metrics: one outcome for every decision, and one for what an announced policy change would have decided;
 * the faults, and the edits of policy that an administrator should look at: these two have alarms.
 */
export const METRICS = {
  allowed: 'Allowed',
  challenged: 'Challenged',
  denied: 'Denied',
  unauthenticated: 'Unauthenticated',
  upcomingAllowed: 'UpcomingAllowed',
  upcomingChallenged: 'UpcomingChallenged',
  upcomingDenied: 'UpcomingDenied',
  upcomingUnknown: 'UpcomingUnknown',
  ruleFailed: 'RuleFailed',
  grantIssued: 'GrantIssued',
  grantRefused: 'GrantRefused',
  grantUnreadable: 'GrantUnreadable',
  policyInvalid: 'PolicyInvalid',
  policyMissing: 'PolicyMissing',
  policyStale: 'PolicyStale',
  policyEditInvalid: 'PolicyEditInvalid',
  policyEditLoosened: 'PolicyEditLoosened',
  policyAuditFailed: 'PolicyAuditFailed',
  keySetStale: 'KeySetStale',
  keySetEmpty: 'KeySetEmpty',
  keyExposed: 'KeyExposed',
  fault: 'Fault',
} as const;

/** Folders below dist/lambda/, one bundle each (`index.js`, handler `index.handler`). */
export const BUNDLES = {
  authorizer: 'authorizer',
  tokenExchange: 'token-exchange',
  policyAudit: 'policy-audit',
  seedPolicies: 'seed-policies',
  exampleBackend: 'example-backend',
} as const;
