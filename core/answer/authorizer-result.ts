/** The result of a REQUEST authorizer, as API Gateway expects it (AWS: "Output from an API Gateway Lambda authorizer"). */
import { AUTHORIZED_BY } from '../contract.ts';
import type { ALLOW_CONTEXT_KEYS, REFUSAL_CONTEXT_KEYS } from '../contract.ts';
import type { Authentication } from '../token/authentication.ts';
import type { Allow } from '../decision/decide.ts';
import type { Observation } from '../decision/observation.ts';
import { wwwAuthenticate } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import type { RefusalUrls } from './refusal-urls.ts';

export interface AuthorizerResult {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly [
      { readonly Action: 'execute-api:Invoke'; readonly Effect: 'Allow' | 'Deny'; readonly Resource: string },
    ];
  };
  readonly context: Readonly<Record<string, string>>;
}

type AllowContext = Record<(typeof ALLOW_CONTEXT_KEYS)[number], string>;
type RefusalContext = Record<(typeof REFUSAL_CONTEXT_KEYS)[number], string>;

const METHOD_ARN = /^(arn:[a-z-]+:execute-api:[a-z0-9-]+:[0-9]{12}:[a-z0-9]+\/[A-Za-z0-9_-]+\/[A-Z]+)\//;

/**
 * Lets the request pass, with the verified claims for the backend.
 *
 * The Resource ends in a wildcard instead of the path: `*` and `?` in a path that the caller chose would be wildcards
 * too. This allows no other request, because API Gateway never caches the result.
 */
export function allowResult(
  methodArn: string,
  authentication: Authentication,
  allow: Allow,
  observation: Observation | undefined,
): AuthorizerResult {
  const stem = METHOD_ARN.exec(methodArn)?.[1];
  if (stem === undefined) throw new Error('the method ARN of the event does not have the documented form');
  const context: AllowContext = {
    authorizedBy: AUTHORIZED_BY,
    issuer: authentication.issuer,
    subject: authentication.subject,
    clientId: authentication.clientId,
    scope: authentication.scopes.join(' '),
    acr: allow.signIn.acr ?? '',
    // A method with a space in it would look like two methods.
    amr: (allow.signIn.amr ?? []).filter((method) => !/\s/.test(method)).join(' '),
    authTime: allow.signIn.authTime === undefined ? '' : String(allow.signIn.authTime),
    openedBy: allow.openedBy,
    upcomingOutcome: observation?.outcome ?? '',
    upcomingAt: observation?.effectiveAt === undefined ? '' : String(observation.effectiveAt),
  };
  return result('Allow', `${stem}/*`, authentication.subject, context);
}

/** Refuses the request. The ACCESS_DENIED gateway response writes the context into the header and the body. */
export function refusalResult(refusal: Refusal, urls: RefusalUrls, allowOrigin: string): AuthorizerResult {
  const context: RefusalContext = {
    stepUpWwwAuthenticate: wwwAuthenticate(refusal, urls),
    stepUpAllowOrigin: allowOrigin,
    stepUpType: `urn:step-up-authorizer:problem:${refusal.error === '' ? 'no_credential' : refusal.error}`,
    stepUpTitle: refusal.title,
    stepUpDetail: refusal.detail,
    stepUpError: refusal.error,
    stepUpAcrValues: refusal.acrValues.join(' '),
    stepUpMaxAge: refusal.maxAge === undefined ? '' : String(refusal.maxAge),
    stepUpClaims: refusal.claimsChallenge?.claims ?? '',
    stepUpAuthorizationUri: refusal.claimsChallenge?.authorizationUri ?? '',
    stepUpScope: refusal.scope.join(' '),
    stepUpNext: refusal.next,
    stepUpTokenEndpoint: refusal.offersGrant ? urls.tokenEndpoint : '',
    stepUpResource: refusal.offersGrant ? urls.resource : '',
  };
  return result('Deny', '*', 'refused', context);
}

function result(
  Effect: 'Allow' | 'Deny',
  Resource: string,
  principalId: string,
  context: Readonly<Record<string, string>>,
): AuthorizerResult {
  const Statement = [{ Action: 'execute-api:Invoke', Effect, Resource }] as const;
  return { principalId, policyDocument: { Version: '2012-10-17', Statement }, context };
}
