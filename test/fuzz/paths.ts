/** Paths: of requirement resources, of the metadata, and of refused requests, in URLs that go into a header. */
import fc from 'fast-check';
import * as v from 'valibot';
import { ENDPOINTS } from '../../core/contract.ts';
import { takeApart } from '../../core/answer/sent-path.ts';
import { baseUrl, encodePath, metadataUrl, requirementUri, routeOf } from '../../core/answer/urls.ts';
import { editedText, textEdits, texts } from '../support/fuzz/arbitraries.ts';
import { demand, fuzzTarget } from '../support/fuzz/target.ts';
import type { FuzzTarget } from '../support/fuzz/target.ts';
import { demandBoundedWork } from '../support/fuzz/victim.ts';
import type { FuzzVictim } from '../support/fuzz/victim.ts';
import { POLICIES } from '../support/functions/built-functions.ts';
import { RESOURCE_OUTCOMES, resourceOutcome } from '../support/hostile/outcomes.ts';
import { proxyPathEvent, REQUIREMENTS } from '../support/functions/rest-events.ts';
import { methodAndPath } from '../support/route.ts';

const segments = fc.array(fc.oneof(texts, fc.constantFrom('payments', '..', '.', '%2F', '%2e', '{id}')), {
  maxLength: 6,
});
const paths = fc.oneof(
  segments.map((list) => `/${list.join('/')}`),
  texts,
);

/** What stands unescaped both in a quoted string of a header and in a JSON string. */
const SAFE_URL = /^https:\/\/[A-Za-z0-9._~/:@!&()*+,;=%-]*$/;

/** As API Gateway says it: the path as it was sent, and what stood for the parameter of the template in it. */
const locations = fc.record({
  stage: fc.constantFrom('/v1', '/base/path', '/x'),
  template: fc.constantFrom('/payments', '/payments/{id}', '/{proxy+}', '/a/{proxy+}'),
  sent: fc.oneof(paths, texts).map((path) => path.replace(/^\/*(?=$|[^/])/, '').replace(/^\/+/, '') || 'x'),
  isDecoded: fc.boolean(),
});

export const urlWriter = fuzzTarget(
  'paths: the URLs of a refusal',
  locations,
  ['url', 'not repeatable'],
  ({ stage, template, sent, isDecoded }) => {
    const value = template.endsWith('{proxy+}') ? sent : sent.replaceAll('/', '_');
    const path = stage + template.replace(/\{.*\}/, () => value);
    const proxy = template.endsWith('{proxy+}') ? (isDecoded ? decodedIfPossible(value) : value) : null;
    const values = { proxy, id: value };
    const { before, below, isSure, parameters } = takeApart({ path, template, values });
    demand(isSure, `it is not sure where ${below} begins`);
    const base = baseUrl(undefined, { domainName: 'api.example.com', before });
    demand(base === `https://api.example.com${stage}`, `the path of the caller changes the base: ${base}`);
    demand(SAFE_URL.test(`https://x${encodePath(below)}`), `an unsafe path for rules: ${below}`);
    if (parameters !== undefined) demandDecodedOnce(value, parameters);
    const url = metadataUrl(base, below);
    if (url === undefined) return 'not repeatable';
    demand(SAFE_URL.test(url) && url.length < 2_000, `an unsafe URL: ${url}`);
    demand(url.startsWith(`${base}/.well-known/oauth-protected-resource`), `another resource: ${url}`);
    return 'url';
  },
);

/** What rules and grants see of the path is what it decodes to, once. */
function demandDecodedOnce(sent: string, parameters: Readonly<Record<string, string>>): void {
  for (const value of Object.values(parameters))
    demand(
      value === decodeURIComponent(sent.replace(/\/+$/, '')) || value === decodeURIComponent(sent),
      `${sent} is taken for ${value}`,
    );
}

function decodedIfPossible(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** As API Gateway gives them: encoded or decoded, in the form of today, and in that of version 0.1. */
function spellingsOf(method: string, template: string): readonly string[] {
  const segments = template.split('/').map(encodeURIComponent);
  return [
    `${method}${segments.join('/')}`,
    `${method}${template}`,
    `${method}/${encodeURIComponent(template)}`,
    `${method}/${template}`,
  ];
}

const knownRoutes = POLICIES.map(({ route }) => route);
const names = fc.oneof(
  fc
    .tuple(fc.constantFrom(...knownRoutes, 'POST /a/b', 'ANY /open', 'GROUP x', 'GET /*'), fc.nat(3))
    .map(([route, spelling]) => {
      const [method, template] = methodAndPath(route);
      return spellingsOf(method, template)[spelling] ?? '';
    }),
  paths.map((path) => `GET/${path}`),
  texts,
);
const changedNames = fc.tuple(names, textEdits).map(([name, changes]) => editedText(name, changes));

export const resourceParser = fuzzTarget(
  'paths: the requirement URI',
  fc.tuple(fc.constantFrom(REQUIREMENTS, REQUIREMENTS, ''), fc.oneof(names, changedNames)),
  ['route', 'none'],
  ([prefix, name]) => {
    const resource = prefix + name;
    const base = REQUIREMENTS.slice(0, -'/step-up/requirements/'.length);
    const route = routeOf(resource, base);
    if (route === undefined) return 'none';
    const former = `${base}/step-up/requirements/${route.method}/${encodeURIComponent(route.template)}`;
    demand(
      [requirementUri(base, route.method, route.template), former].includes(resource),
      'another spelling of a resource than that of today, and of version 0.1',
    );
    demand(/^\/[^*\s]*$/.test(route.template), 'a template with a wildcard or a space');
    return 'route';
  },
);

const found = v.object({
  value: v.object({
    body: v.pipe(
      v.string(),
      v.parseJson(),
      v.looseObject({ resource: v.string(), route: v.optional(v.string()) }),
    ),
  }),
});

/** A requirement is found under the name of a route that has a policy, spelt encoded or decoded, and no other. */
export function requirementsAtTheFunction(victim: FuzzVictim): FuzzTarget {
  const inputs = fc.oneof(names, changedNames, changedNames);
  return fuzzTarget('paths: the built requirement resource', inputs, RESOURCE_OUTCOMES, async (proxy) => {
    victim.functions.forget();
    const event = proxyPathEvent(ENDPOINTS.requirements, proxy, { issuer: victim.functions.issuer.issuer });
    const invocation = await victim.functions.invoke('token-exchange', event);
    const outcome = resourceOutcome(invocation);
    demandBoundedWork(victim, 2);
    demand(outcome !== 'unavailable', 'a 503 that is the caller’s fault');
    if (outcome !== 'found') return outcome;
    const { route = '' } = v.parse(found, invocation).value.body;
    const [method, template] = methodAndPath(route);
    demand(knownRoutes.includes(route) || template.startsWith('/fuzz'), `a route without a policy: ${route}`);
    const [askedMethod = '', ...rest] = proxy.split('/');
    // Percent-encoding may be mixed (`op%65n`): what counts is what it decodes to.
    demand(
      askedMethod === method && [template, template.slice(1)].includes(decodedIfPossible(rest.join('/'))),
      'another route than asked for',
    );
    return outcome;
  });
}

export function metadataAtTheFunction(victim: FuzzVictim): FuzzTarget {
  return fuzzTarget('paths: the built metadata', paths, RESOURCE_OUTCOMES, async (path) => {
    victim.functions.forget();
    const invocation = await victim.functions.invoke(
      'token-exchange',
      proxyPathEvent(ENDPOINTS.metadataOfPath, path),
    );
    const outcome = resourceOutcome(invocation);
    demandBoundedWork(victim, 0);
    demand(outcome === 'found' || outcome === 'not_found', 'the metadata has an answer for each path');
    if (outcome === 'not_found') return outcome;
    const { resource } = v.parse(found, invocation).value.body;
    demand(SAFE_URL.test(resource), `an unsafe URL: ${resource}`);
    return outcome;
  });
}
