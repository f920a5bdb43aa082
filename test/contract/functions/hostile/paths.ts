/** Paths of the requirement resource and of the metadata, as they come out of `{proxy+}`: encoded, decoded, broken. */
import { ENDPOINTS } from '../../../../core/contract.ts';
import type { HostileRequest, HostileVictim } from '../../../support/hostile/request.ts';
import { authorizerEvent, proxyPathEvent } from '../../../support/functions/rest-events.ts';

export function hostilePaths({ strong }: HostileVictim): HostileRequest[] {
  return [
    ...[...unknownRoutes(), null].map((proxy) => requirement(proxy)),
    ...rawPaths().map((path) => metadata(path)),
    ...rawPaths().map((path) => refusedAt(path, strong)),
  ];
}

function unknownRoutes(): string[] {
  return [
    ...[
      '',
      '/',
      '//',
      '.',
      '..',
      '*',
      '%',
      '%zz',
      '%00',
      '%2F',
      '?',
      '#',
      '\\',
      'null',
      '__proto__',
      '{proxy+}',
    ],
    ...[
      'GET',
      'GET/',
      'GET//',
      'GET/open/',
      'GET/o/pen',
      'GET/*',
      'GET/%2A',
      'GET//*',
      'GET/%2F*',
      'GET/%2F%2A',
      'GET/%2Fopen%2F%2A',
    ],
    ...[
      'get/%2Fopen',
      'Get//open',
      'ANY/%2Fopen',
      'ANY//open',
      'GROUP/open',
      '*/%2Fopen',
      'GET%2F%2Fopen',
      'GET%20/%2Fopen',
    ],
    ...[
      'GET/%252Fopen',
      'GET/%25252Fopen',
      'GET/%2Fopen/',
      'GET/%2Fopen%00',
      'GET/%2Fopen%0A',
      'GET//open ',
      'GET/%2Fopen%20',
    ],
    ...[
      'GET/%2F..%2Fopen',
      'GET//../open',
      'GET/../GET/%2Fopen',
      './GET/%2Fopen',
      'GET/%2F.%2Fopen',
      'GET/%5Copen',
    ],
    ...[
      'GET/%2Fopen%',
      'GET/%2Fopen%2',
      'GET/%2Fopen%zz',
      'GET/%C0%AFopen',
      'GET/%ED%A0%80',
      'GET/\ud800',
      'GET//\udfff',
    ],
    ...[
      'GET/%E2%80%AE',
      'GET//\u202e',
      'GET//\u0000',
      'GET//öpen',
      'GET//open\r\nX: y',
      'GET//"><script>',
      "GET//'--",
    ],
    `GET/${'/'.repeat(5_000)}`,
    `GET/${'%2F'.repeat(3_000)}`,
    `GET//${'a/'.repeat(60)}`,
    `GET//${'a'.repeat(10_000)}`,
    'a'.repeat(10_000),
    '%'.repeat(10_000),
    '\ud800'.repeat(1_000),
  ];
}

/** As a client may send them: they come back in the URLs that a refusal names. */
function rawPaths(): string[] {
  return [
    ...[
      '"',
      '\\',
      '\r\nSet-Cookie: a=b',
      '\u0000',
      '\u001b[31m',
      '<script>',
      "'",
      '`',
      '{}',
      '|',
      '^',
      ' ',
      '\t',
      '\u007f',
    ],
    ...[
      '%22',
      '%0d%0aSet-Cookie:%20a',
      '%00',
      '%',
      '%zz',
      '%C0%AF',
      '%2e%2e%2f',
      '..',
      '../..',
      '//evil.example',
      '\\\\evil',
    ],
    ...[
      'ünï',
      '\u202e',
      '\ud800',
      '\udfff',
      '😀',
      '%F0%9F%98%80',
      '?a=b',
      '#a',
      '$context.authorizer.x',
      '${jndi:x}',
    ],
    'a'.repeat(10_000),
    '/'.repeat(5_000),
    'a/'.repeat(2_500),
    '%2F'.repeat(3_000),
    '"'.repeat(3_000),
  ];
}

function requirement(proxy: string | null): HostileRequest {
  return {
    kind: 'requirement path',
    name: `requirement of ${short(proxy)}`,
    to: 'token-exchange',
    event: proxyPathEvent(ENDPOINTS.requirements, proxy, { issuer: 'x' }),
    outcome: 'not_found',
  };
}

/** The metadata is public. A path with a character that needs escaping in a challenge has none. */
function metadata(path: string): HostileRequest {
  return {
    kind: 'metadata path',
    name: `metadata of ${short(path)}`,
    to: 'token-exchange',
    event: proxyPathEvent(ENDPOINTS.metadataOfPath, path),
    outcome: /^([\w.~/:@!&()*+,;=-]|%[0-9A-Fa-f]{2}){0,1000}$/.test(path) ? 'found' : 'not_found',
  };
}

/** A weak place: the path of a refused request goes into the header of the refusal. */
function refusedAt(path: string, token: string): HostileRequest {
  const event = authorizerEvent('GET /{proxy+}', { Authorization: [`Bearer ${token}`] });
  const requestContext = { ...Object(event.requestContext), path: `/v1/${path}` };
  return {
    kind: 'path in a refusal',
    name: `refused at ${short(path)}`,
    to: 'authorizer',
    event: { ...event, path: `/${path}`, pathParameters: { proxy: path }, requestContext },
    outcome: 'access_denied',
  };
}

function short(path: string | null): string {
  return path === null || path.length < 40
    ? JSON.stringify(path)
    : `${JSON.stringify(path.slice(0, 12))} × ${path.length}`;
}
