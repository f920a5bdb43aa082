/** The requirement resource: what a route requires, for clients that want to know before they call it. */
import { decoded, baseUrl, requirementUri, tokenEndpoint, routeOf } from '../core/locations.ts';
import { issuerWords } from '../core/issuer-words.ts';
import { asksForStepUp } from '../core/requirement.ts';
import type { Requirement } from '../core/requirement.ts';
import type { ProxyRequest } from '../gateway-event.ts';
import { json } from '../http-answer.ts';
import type { HttpAnswer } from '../http-answer.ts';
import type { Services } from '../services.ts';

/** Answers GET on a requirement URI. The authorizer has verified the token: any valid one will do. */
export async function requirement(
  services: Services,
  request: ProxyRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const base = baseUrl(services.trust.publicUrl, request.location);
  const route = routeOf(uriOf(request, base), base);
  const lookup =
    route === undefined
      ? undefined
      : await services.policies.requirement(route.method, route.template, signal);
  if (route === undefined || lookup?.kind !== 'found') {
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
  return json(200, {
    resource: requirementUri(base, route.method, route.template),
    route: `${route.method} ${route.template}`,
    ...describe(services, lookup.requirement, request.authorizer.issuer),
    ...(asksForStepUp(lookup.requirement) ? { token_endpoint: tokenEndpoint(base) } : {}),
  });
}

/** API Gateway hands the template over encoded or decoded, depending on how the URL was written. */
function uriOf({ location }: ProxyRequest, base: string): string {
  const [method = '', ...rest] = (location.proxy ?? '').split('/');
  return requirementUri(base, method, decoded(rest.join('/')));
}

/** In the words of the token's issuer, as a challenge would put it. Times in seconds; what is not asked is left out. */
function describe(services: Services, { deny, acr, maxAge, scopes, grant }: Requirement, issuer: unknown) {
  const trusted = services.trust.issuers.find((one) => one.issuer === issuer);
  const words =
    trusted === undefined || acr === 'any' ? [] : issuerWords(trusted.acr, services.trust.acr).toTheirs(acr);
  return {
    deny,
    ...(words.length === 0 ? {} : { acr_values: words.join(' ') }),
    ...(maxAge === undefined ? {} : { max_age: maxAge }),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    grant: { required: grant.required, use: grant.once ? 'once' : 'window', ttl: grant.ttl },
  };
}
