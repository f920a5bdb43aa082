/** The URLs that challenges name: the requirement resource, the token endpoint, the metadata. */

import { ENDPOINTS } from '../contract.ts';
import { decoded } from '../percent-encoding.ts';
import { routedPath } from '../slashes.ts';
import { isBoundParameters } from './bound-parameters.ts';

/** Characters of a path (RFC 3986 §3.3) that need no escaping in a header or in a JSON string, and their encoding. */
const SAFE_PATH = /^(?:[A-Za-z0-9._~/:@!&()*+,;=-]|%[0-9A-Fa-f]{2})*$/;
const UNSAFE_IN_PATH = /[^A-Za-z0-9._~/:@!&()*+,;=-]/gu;
const LONGEST_PATH = 1024;

/** What follows the prefix in a requirement URI. */
const METHOD_AND_TEMPLATE = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)((?:\/.{1,1024})?)$/;

/** API Gateway's templates have no asterisk, which in a policy key means every route below, and no empty segment. */
const TEMPLATE = /^\/(?:[^\s*/]+(?:\/[^\s*/]+)*)?$/;

/** Where a request was sent to. `before` are the segments before the resource: a stage, or a base path. */
export interface RequestUrl {
  readonly domainName: string;
  readonly before: readonly string[];
}

/**
 * The public base URL of the API, without a trailing slash: the configured one, on whatever host the call came, else the
 * host that was called, with its stage or base path.
 */
export function baseUrl(publicUrl: string | undefined, { domainName, before }: RequestUrl): string {
  if (publicUrl !== undefined) return publicUrl;
  const host = domainName.replace(/[^A-Za-z0-9.:-]/g, '');
  return `https://${[host, ...before.map(encodePath)].join('/')}`;
}

/**
 * The URI of a route's requirement: the `resource` that a client sends in the exchange (RFC 8693 §2.1). Its segments are
 * those of the template, percent-encoded: a slash that is encoded, or that follows another, does not pass every proxy.
 * With `boundParameters`, the grant is for that path only (core/answer/bound-parameters.ts).
 */
export function requirementUri(base: string, method: string, template: string, boundParameters = ''): string {
  const segments = template === '/' ? [] : template.slice(1).split('/');
  const path = [method, ...segments.map((one) => encodeURIComponent(one.toWellFormed()))].join('/');
  return `${requirementsUrl(base)}${withQuery(path, boundParameters)}`;
}

/** As clients have it from version 0.1, with the template as one segment. To be taken until version 0.3. */
function formerUri(base: string, method: string, template: string, boundParameters: string): string {
  const path = `${method}/${encodeURIComponent(template.toWellFormed())}`;
  return `${requirementsUrl(base)}${withQuery(path, boundParameters)}`;
}

function withQuery(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`;
}

/** The prefix of every requirement URI, up to the method. */
export function requirementsUrl(base: string): string {
  return `${base}${ENDPOINTS.requirements.replace('{proxy+}', '')}`;
}

/** What a requirement URI names: a route, and the path if the URI has one. `boundParameters` is empty without a path. */
export interface NamedRoute {
  readonly method: string;
  readonly template: string;
  readonly boundParameters: string;
}

/**
 * The route that a requirement URI names; undefined where the URI is not exactly what `requirementUri` makes, or made in
 * version 0.1.
 */
export function routeOf(resource: string, base: string): NamedRoute | undefined {
  const prefix = requirementsUrl(base);
  if (!resource.startsWith(prefix)) return undefined;
  const [name = '', boundParameters = ''] = resource.slice(prefix.length).split('?', 2);
  const [, method, encoded] = METHOD_AND_TEMPLATE.exec(name) ?? [];
  if (method === undefined || encoded === undefined) return undefined;
  const template = templateIn(decoded(encoded));
  if (!TEMPLATE.test(template)) return undefined;
  if (boundParameters !== '' && !isBoundParameters(template, boundParameters)) return undefined;
  return [requirementUri, formerUri].some((uri) => uri(base, method, template, boundParameters) === resource)
    ? { method, template, boundParameters }
    : undefined;
}

/** The template in what follows the method, decoded. In the form of version 0.1, a slash stands before it. */
export function templateIn(path: string): string {
  return path.startsWith('//') ? path.slice(1) : path || '/';
}

/** The URL at which a client exchanges the elevated token for a grant. */
export function tokenEndpoint(base: string): string {
  return `${base}${ENDPOINTS.token}`;
}

/**
 * The metadata URL of the resource at `path`, which is repeated as it was sent (RFC 9728 §3.1, §3.3). Undefined for a path
 * with characters that need escaping, or that is too long for a header.
 */
export function metadataUrl(base: string, path: string): string | undefined {
  return isRepeatable(path) ? `${base}${ENDPOINTS.metadata}${path === '/' ? '' : path}` : undefined;
}

/** Whether a path may be repeated as it was sent. */
export function isRepeatable(path: string): boolean {
  return path.length <= LONGEST_PATH && SAFE_PATH.test(path);
}

/** Percent-encodes a path, for rules and for log lines. A path that is encoded already gives the same result as a decoded one. */
export function encodePath(path: string): string {
  return path
    .split('/')
    .map((segment) => decoded(segment).replace(UNSAFE_IN_PATH, encodeCharacter))
    .join('/');
}

/** A path as rules read it: the one that API Gateway matches, with one spelling of its percent-encoding. */
export function ruledPath(path: string): string {
  // Once its slashes have one spelling: `%2F` at the end is one more slash to who decodes it.
  return routedPath(encodePath(path));
}

function encodeCharacter(character: string): string {
  return character === "'" ? '%27' : encodeURIComponent(character.isWellFormed() ? character : '\uFFFD');
}
