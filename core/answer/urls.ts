/** The URLs that challenges name: the requirement resource, the token endpoint, the metadata. */

import { ENDPOINTS } from '../contract.ts';
import { decoded } from '../percent-encoding.ts';
import { isBoundParameters } from './bound-parameters.ts';

/** All characters except those of a path (RFC 3986 §3.3) that need no escaping in a header or in a JSON string. */
const UNSAFE_IN_PATH = /[^A-Za-z0-9._~/:@!&()*+,;=-]/gu;
const LONGEST_PATH = 1024;

/** What follows the prefix in a requirement URI. */
const METHOD_AND_TEMPLATE = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\/(.{1,1024})$/;

/** The parts of an event that give the URL of the request. `path` is `requestContext.path` of the event. */
export interface RequestUrl {
  readonly domainName: string;
  readonly path: string;
  /** The resource template, such as `/payments/{id}`. */
  readonly template: string;
  /** The value of `{proxy+}`, where the template has one. */
  readonly proxy: string | undefined;
}

/**
 * The public base URL of the API, without a trailing slash: the configured one, else the host that was called, with its
 * stage or base path (the part of the path before the resource).
 */
export function baseUrl(publicUrl: string | undefined, url: RequestUrl): string {
  if (publicUrl !== undefined) return publicUrl;
  const host = url.domainName.replace(/[^A-Za-z0-9.:-]/g, '');
  const segments = segmentsOf(url.path);
  const before = segments.slice(0, Math.max(0, segments.length - depthOf(url)));
  return `https://${[host, ...before.map(encodePath)].join('/')}`;
}

/** How many segments of the path, as it was sent, belong to the resource. An encoded slash does not separate segments. */
function depthOf({ template, path, proxy }: RequestUrl): number {
  const inTemplate = segmentsOf(template).length;
  return proxy === undefined ? inTemplate : inTemplate - 1 + segmentsOf(sentFor(proxy, path)).length;
}

/** The part of the sent path for `{proxy+}`. API Gateway gives its value either encoded or decoded. */
function sentFor(proxy: string, path: string): string {
  if (path.endsWith(`/${proxy}`)) return proxy;
  const segments = path.split('/');
  let start = segments.length;
  for (let left = proxy.length; left >= 0 && start > 0; left -= decoded(segments[start] ?? '').length + 1) {
    start -= 1;
  }
  const sent = segments.slice(start);
  return sent.map(decoded).join('/') === proxy ? sent.join('/') : proxy;
}

/** The path of the request below the base URL, percent-encoded by `encodePath`. */
export function pathBelow(url: RequestUrl, base: string): string {
  const basePath = new URL(base).pathname.replace(/\/$/, '');
  const path = encodePath(url.path);
  return basePath !== '' && path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path;
}

/**
 * The URI of a route's requirement: the `resource` that a client sends in the exchange (RFC 8693 §2.1). With
 * `boundParameters`, the grant is for that path only (core/answer/bound-parameters.ts).
 */
export function requirementUri(base: string, method: string, template: string, boundParameters = ''): string {
  const uri = `${requirementsUrl(base)}${method}/${encodeURIComponent(template.toWellFormed())}`;
  return boundParameters === '' ? uri : `${uri}?${boundParameters}`;
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

/** The route that a requirement URI names; undefined where the URI is not exactly what `requirementUri` makes. */
export function routeOf(resource: string, base: string): NamedRoute | undefined {
  const prefix = requirementsUrl(base);
  if (!resource.startsWith(prefix)) return undefined;
  const [name = '', boundParameters = ''] = resource.slice(prefix.length).split('?', 2);
  const [, method, encoded] = METHOD_AND_TEMPLATE.exec(name) ?? [];
  if (method === undefined || encoded === undefined) return undefined;
  const template = decoded(encoded);
  // API Gateway's templates have no asterisk. In a policy key, an asterisk means every route below.
  return /^\/[^\s*]*$/.test(template) &&
    (boundParameters === '' || isBoundParameters(template, boundParameters)) &&
    requirementUri(base, method, template, boundParameters) === resource
    ? { method, template, boundParameters }
    : undefined;
}

/** The URL at which a client exchanges the elevated token for a grant. */
export function tokenEndpoint(base: string): string {
  return `${base}${ENDPOINTS.token}`;
}

/** The metadata URL of the resource at `path` (RFC 9728 §3.1); undefined where the path is too long for a header. */
export function metadataUrl(base: string, path: string): string | undefined {
  const url = `${base}${ENDPOINTS.metadata}${path === '/' ? '' : path}`;
  return path.length > LONGEST_PATH ? undefined : url;
}

/** Percent-encodes a path. A path that is encoded already gives the same result as a decoded one. */
export function encodePath(path: string): string {
  return path
    .split('/')
    .map((segment) => decoded(segment).replace(UNSAFE_IN_PATH, encodeCharacter))
    .join('/');
}

function encodeCharacter(character: string): string {
  return character === "'" ? '%27' : encodeURIComponent(character.isWellFormed() ? character : '\uFFFD');
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
