/** The requirement resource: tells a client what a route requires, before it calls the route. */
import { askedMembers, askedSignIn } from '../../core/answer/asked-sign-in.ts';
import { baseUrl, requirementUri, routeOf, templateIn, tokenEndpoint } from '../../core/answer/urls.ts';
import { decoded } from '../../core/percent-encoding.ts';
import { NO_RISK } from '../../core/condition/risk.ts';
import { beyondIssuer } from '../../core/decision/challenge.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import type { IssuerTrust } from '../../core/token/issuer-words.ts';
import { versionsAt } from '../../core/policy/versions.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import { isClosed } from '../../core/policy/requirement.ts';
import { mayAskForStepUp, mistakesIn } from '../../core/policy/rules.ts';
import type { RuledRequirement } from '../../core/policy/rules.ts';
import type { ProxyRequest } from '../request/gateway-event.ts';
import { json } from './http-answer.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { Services } from '../request/services.ts';

/** Answers GET on a requirement URI. The authorizer has verified the token: every valid token is accepted. */
export async function requirement(
  services: Services,
  request: ProxyRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const base = baseUrl(services.trust.publicUrl, request.sent());
  const route = routeOf(uriOf(request, base), base);
  const lookup =
    route === undefined ? undefined : await services.policies.policy(route.method, route.template, signal);
  const versions = lookup?.kind === 'found' ? versionsAt(lookup.versions, services.now()) : undefined;
  if (route === undefined || versions === undefined || mistakesIn(versions.current.demands).length > 0) {
    return json(
      404,
      {
        type: 'about:blank',
        title: 'No such requirement',
        status: 404,
        detail: 'No route of this name has a policy.',
      },
      { 'Content-Type': 'application/problem+json' },
    );
  }
  const { current, announced } = versions;
  const { issuer } = request.authorizer;
  const offersGrant = [current, ...announced].some(({ demands }) => mayAskForStepUp(demands));
  return json(200, {
    resource: requirementUri(base, route.method, route.template),
    route: `${route.method} ${route.template}`,
    ...describe(services, current.demands, issuer, services.now()),
    ...(announced.length === 0
      ? {}
      : { upcoming: announced.map((version) => announce(services, version, issuer)) }),
    ...(offersGrant ? { token_endpoint: tokenEndpoint(base) } : {}),
  });
}

/** API Gateway gives the template encoded or decoded, depending on how the URL was written. */
function uriOf({ proxy }: ProxyRequest, base: string): string {
  const [method = '', ...rest] = proxy.split('/');
  return requirementUri(base, method, templateIn(`/${decoded(rest.join('/'))}`));
}

/** An announced change. Without `effective_at` (seconds since 1970) it is only observed. */
function announce(services: Services, { from, demands }: PolicyVersion, issuer: unknown) {
  const at = from === 'never' ? services.now() : from;
  return {
    ...(from === 'never' ? {} : { effective_at: from }),
    ...describe(services, demands, issuer, at),
  };
}

/**
 * A requirement in the words of the token's issuer, as it holds `at` a time. Times in seconds; a demand that is not made is
 * left out. `deny`: no sign-in at this issuer opens the route, at that time or ever. `conditional`: rules may ask for more. Their conditions are not shown to clients.
 */
function describe(services: Services, { base, rules }: RuledRequirement, issuer: unknown, at: number) {
  const { acr, maxAge, scopes, grant } = base;
  const trust = trustIn(services, issuer);
  const asked = { acr: acr === 'any' ? [] : acr, maxAge };
  return {
    deny: isClosed(base, at) || trust === undefined || beyondIssuer(trust, base, NO_RISK) !== undefined,
    ...(trust === undefined ? {} : askedMembers(askedSignIn(asked, trust))),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    grant: {
      required: grant.required,
      use: grant.once ? 'once' : 'window',
      bind: grant.boundToPath ? 'path' : 'route',
      ttl: grant.ttl,
    },
    ...(rules.length === 0 ? {} : { conditional: true }),
  };
}

/** The trust in the issuer of the token; undefined where the authorizer trusts one more than this function. */
function trustIn({ trust }: Services, name: unknown): IssuerTrust | undefined {
  const issuer = trust.issuers.find((one) => one.issuer === name);
  return issuer && { issuer, words: issuerWords(issuer, trust.acr) };
}
