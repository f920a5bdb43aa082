/**
 * Headers that must open nothing, around a token (and a grant) that would: RFC 6750 §2, RFC 9110 §5.2 and §5.3,
 * and what is published against parsers of headers.
 */
import { GRANT_HEADER } from '../../../../core/contract.ts';
import type { HostileRequest, HostileVictim } from '../../../support/hostile/request.ts';
import { CREDENTIAL_ROUTE, credentialRequest as request, hostileAuthorizations } from './authorizations.ts';
import { printable } from '../../../support/hostile/printable.ts';
import { authorizerEvent } from '../../../support/functions/rest-events.ts';

export function hostileCredentials(victim: HostileVictim): HostileRequest[] {
  return [
    ...hostileAuthorizations(victim.strong),
    ...repeatedHeaders(victim),
    ...otherPlaces(victim.strong),
    ...wrongJsonTypes(victim),
  ];
}

/** Whichever comes first or last would do: neither is taken. */
function repeatedHeaders({ strong, ordinary, grant }: HostileVictim): HostileRequest[] {
  const good = `Bearer ${strong}`;
  const pairs = [good, '', 'Basic dXNlcjpwYXNz', `Bearer ${ordinary}`, 'Bearer x', 'null'].flatMap(
    (other) => [
      [good, other],
      [other, good],
    ],
  );
  const names = [
    ['Authorization', 'authorization'],
    ['AUTHORIZATION', 'aUTHORIZATION'],
  ];
  return [
    ...pairs.map((values) =>
      request(
        `twice: ${values.map(printable).join()}`,
        { Authorization: values },
        'invalid_request',
        'repeated',
      ),
    ),
    ...names.flatMap(([one = '', other = '']) =>
      pairs.map(([a = '', b = '']) =>
        request(
          `${one} and ${other}: ${printable(a)}, ${printable(b)}`,
          { [one]: [a], [other]: [b] },
          'invalid_request',
          'repeated',
        ),
      ),
    ),
    request(
      'a hundred times',
      { Authorization: Array<string>(100).fill(good) },
      'invalid_request',
      'repeated',
    ),
    ...[
      [grant, grant],
      [grant, ''],
      ['', grant],
      ['x', grant],
    ].flatMap((grants) => [
      request(
        `grant twice: ${grants.map(printable).join()}`,
        { Authorization: [good], [GRANT_HEADER]: grants },
        'invalid_request',
        'repeated',
      ),
      request(
        `grant under two names: ${grants.map(printable).join()}`,
        { Authorization: [good], 'step-up-grant': [grants[0] ?? ''], 'STEP-UP-GRANT': [grants[1] ?? ''] },
        'invalid_request',
        'repeated',
      ),
    ]),
  ];
}

/** RFC 6750 §2.2 and §2.3 are not offered, nor is any place that other software reads. */
function otherPlaces(token: string): HostileRequest[] {
  const names = [
    ...[
      'Authorization ',
      ' Authorization',
      'Authorization:',
      'Authorization\u0000',
      'Authorisation',
      'Author\u0131zation',
    ],
    ...[
      'AUTHOR\u0130ZATION',
      'Authorization\r\nX',
      'X-Authorization',
      'Proxy-Authorization',
      'WWW-Authenticate',
    ],
    ...[
      'X-Forwarded-Authorization',
      'X-Original-Authorization',
      'X-Access-Token',
      'Access-Token',
      'X-Api-Key',
    ],
    ...[
      'Sec-WebSocket-Protocol',
      'X-HTTP-Authorization',
      'HTTP_AUTHORIZATION',
      '__proto__',
      'constructor',
      '',
    ],
  ];
  const elsewhere: Record<string, unknown>[] = [
    {
      queryStringParameters: { access_token: token },
      multiValueQueryStringParameters: { access_token: [token] },
    },
    { queryStringParameters: { Authorization: `Bearer ${token}` } },
    { body: `access_token=${token}` },
    { pathParameters: { access_token: token } },
    { stageVariables: { Authorization: `Bearer ${token}` } },
    { authorizationToken: `Bearer ${token}` },
    { identitySource: [`Bearer ${token}`] },
    { headers: { Authorization: `Bearer ${token}` }, multiValueHeaders: null },
    { headers: { Authorization: `Bearer ${token}` }, multiValueHeaders: {} },
  ];
  return [
    ...names.map((name) =>
      request(
        `header ${printable(name)}`,
        ownKey(name, [`Bearer ${token}`]),
        'no_credential',
        'other places',
      ),
    ),
    request(
      'Cookie',
      { Cookie: [`access_token=${token}; Authorization=Bearer ${token}`] },
      'no_credential',
      'other places',
    ),
    ...elsewhere.map((fields) => ({
      ...request(`in ${Object.keys(fields).join()}`, {}, 'no_credential', 'other places'),
      event: { ...authorizerEvent(CREDENTIAL_ROUTE, {}), ...fields },
    })),
  ];
}

/** No gateway sends these: a header that is not a list of texts is a fault of the caller of the function. */
function wrongJsonTypes({ strong, grant }: HostileVictim): HostileRequest[] {
  const good = `Bearer ${strong}`;
  const wrong = [good, 7, true, { 0: good }, [null], [7], [[good]], [{ toString: good }], [good, null], {}];
  const named = (name: string, value: unknown, outcome: string, headers: object): HostileRequest => ({
    ...request(`${name} is ${printable(JSON.stringify(value))}`, {}, outcome, 'wrong JSON types'),
    event: { ...authorizerEvent(CREDENTIAL_ROUTE, {}), multiValueHeaders: { ...headers, [name]: value } },
  });
  return [
    ...wrong.map((value) => named('Authorization', value, 'fault', {})),
    ...[null, []].map((value) => named('Authorization', value, 'no_credential', {})),
    ...[grant, 7, [null], [[grant]], { 0: grant }].map((value) =>
      named(GRANT_HEADER, value, 'fault', { Authorization: [good] }),
    ),
    ...['x', 7, true, [good]].map((value) => allHeaders(value, 'fault')),
    ...[[], [['Authorization', good]]].map((value) => allHeaders(value, 'no_credential')),
  ];
}

function allHeaders(multiValueHeaders: unknown, outcome: string): HostileRequest {
  const name = `multiValueHeaders is ${printable(JSON.stringify(multiValueHeaders))}`;
  return {
    ...request(name, {}, outcome, 'wrong JSON types'),
    event: { ...authorizerEvent(CREDENTIAL_ROUTE, {}), multiValueHeaders },
  };
}

/** Also `__proto__` as a key like any other, which is what JSON makes of it. */
function ownKey(name: string, value: string[]): Record<string, string[]> {
  return Object.fromEntries([[name, value]]);
}
