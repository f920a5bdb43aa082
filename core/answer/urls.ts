/** The URLs that challenges name: the requirement resource, the token endpoint, the metadata. */

import { ENDPOINTS } from '../contract.ts';
import { isBoundParameters } from './bound-parameters.ts';

/** All but the characters of a path (RFC 3986 §3.3) that stand unescaped in a header and in a JSON string. */
const UNSAFE_IN_PATH = /[^A-Za-z0-9._~/:@!&()*+,;=-]/gu;
const LONGEST_PATH = 1024;

/** What stands behind the prefix in a requirement URI. */
const METHOD_AND_TEMPLATE = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\/(.{1,1024})$/;

/** What tells where a request came in. `path` as API Gateway gives it in `requestContext.path`. */
export interface RequestUrl {
  readonly domainName: string;
  readonly path: string;
  /** The resource template, such as `/payments/{id}`. */
  readonly template: string;
  /** The value of `{proxy+}`, where the template has one. */
  readonly proxy: string | undefined;
}

/**
 * The public base URL of the API, without a trailing slash: the configured one, else the host that was
 * called with its stage or base path, which is what stands before the resource in the path.
 */
export function baseUrl(publicUrl: string | undefined, url: RequestUrl): string {
  if (publicUrl !== undefined) return publicUrl;
  const host = url.domainName.replace(/[^A-Za-z0-9.:-]/g, '');
  const segments = segmentsOf(url.path);
  const before = segments.slice(0, Math.max(0, segments.length - depthOf(url)));
  return `https://${[host, ...before.map(encodePath)].join('/')}`;
}

/** How many segments of the path, as it was sent, the resource takes up. An encoded slash parts none. */
function depthOf({ template, path, proxy }: RequestUrl): number {
  const inTemplate = segmentsOf(template).length;
  return proxy === undefined ? inTemplate : inTemplate - 1 + segmentsOf(sentFor(proxy, path)).length;
}

/** What was sent where `{proxy+}` stands, whose value API Gateway hands over encoded or decoded. */
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

/** The path of the request below the base URL, with everything but unreserved characters percent-encoded. */
export function pathBelow(url: RequestUrl, base: string): string {
  const basePath = new URL(base).pathname.replace(/\/$/, '');
  const path = encodePath(url.path);
  return basePath !== '' && path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path;
}

/**
 * The URI of a route's requirement: what a client names as `resource` in the exchange (RFC 8693 §2.1). With `boundParameters`,
 * the grant is for that path alone (core/answer/bound-parameters.ts).
 */
export function requirementUri(base: string, method: string, template: string, boundParameters = ''): string {
  const uri = `${requirementsUrl(base)}${method}/${encodeURIComponent(template.toWellFormed())}`;
  return boundParameters === '' ? uri : `${uri}?${boundParameters}`;
}

/** What stands before the method in every requirement URI. */
export function requirementsUrl(base: string): string {
  return `${base}${ENDPOINTS.requirements.replace('{proxy+}', '')}`;
}

/** What a requirement URI names: a route, and a path of it where one is given. */
export interface NamedRoute {
  readonly method: string;
  readonly template: string;
  readonly boundParameters: string;
}

/** What a requirement URI names; none for a URI of another form, or another spelling of it. */
export function routeOf(resource: string, base: string): NamedRoute | undefined {
  const prefix = requirementsUrl(base);
  if (!resource.startsWith(prefix)) return undefined;
  const [name = '', boundParameters = ''] = resource.slice(prefix.length).split('?', 2);
  const [, method, encoded] = METHOD_AND_TEMPLATE.exec(name) ?? [];
  if (method === undefined || encoded === undefined) return undefined;
  const template = decoded(encoded);
  // API Gateway's templates have no asterisk; in a policy key it stands for every route below.
  return /^\/[^\s*]*$/.test(template) &&
    (boundParameters === '' || isBoundParameters(template, boundParameters)) &&
    requirementUri(base, method, template, boundParameters) === resource
    ? { method, template, boundParameters }
    : undefined;
}

/** Where the elevated token is exchanged for a grant. */
export function tokenEndpoint(base: string): string {
  return `${base}${ENDPOINTS.token}`;
}

/** Where the metadata of the resource at `path` is (RFC 9728 §3.1), or none for a path too long for a header. */
export function metadataUrl(base: string, path: string): string | undefined {
  const url = `${base}${ENDPOINTS.metadata}${path === '/' ? '' : path}`;
  return path.length > LONGEST_PATH ? undefined : url;
}

/** Percent-encodes a path, whether API Gateway handed it over decoded or not, so that both give the same URL. */
export function encodePath(path: string): string {
  return path
    .split('/')
    .map((segment) => decoded(segment).replace(UNSAFE_IN_PATH, encodeCharacter))
    .join('/');
}

/** Undoes percent-encoding; a text that is not well encoded stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function encodeCharacter(character: string): string {
  return character === "'" ? '%27' : encodeURIComponent(character.isWellFormed() ? character : '\uFFFD');
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
