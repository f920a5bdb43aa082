/**
 * Values of Authorization that must open nothing, around a token that would: RFC 6750 §2.1 and §3.1, RFC 9110 §5.5
 * and §11.4, RFC 7235 §5.1.2.
 */
import type { HostileRequest } from '../../../support/hostile/request.ts';
import { printable } from '../../../support/hostile/printable.ts';
import { authorizerEvent } from '../../../support/functions/rest-events.ts';

/** What the token would open. */
export const CREDENTIAL_ROUTE = 'POST /payments';

export function hostileAuthorizations(token: string): HostileRequest[] {
  const base64 = Buffer.from(token).toString('base64');
  const none = [
    ...[
      '',
      ' ',
      'null',
      'undefined',
      '[object Object]',
      token,
      `token ${token}`,
      `JWT ${token}`,
      `OAuth ${token}`,
    ],
    ...[
      'Basic',
      'Digest',
      'DPoP',
      'MAC',
      'Negotiate',
      'HOBA',
      'Mutual',
      'GNAP',
      'SCRAM-SHA-256',
      'vapid',
      'Token',
    ].map((scheme) => `${scheme} ${token}`),
    `Basic ${Buffer.from(`user:${token}`).toString('base64')}`,
    `Basic dXNlcjpwYXNz, Bearer ${token}`,
    `AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/execute-api/aws4_request, Signature=${'a'.repeat(64)}`,
    ...[
      '\t',
      '\n',
      '\r\n ',
      '\v',
      '\f',
      '\u0000',
      '\u00a0',
      '\u200b',
      '\u2003',
      ':',
      ',',
      '=',
      '"',
      '/',
      ';',
    ].map((separator) => `Bearer${separator}${token}`),
    ...[' ', '\t', '\u0000', '\ufeff', '"', '\u200e'].map((before) => `${before}Bearer ${token}`),
    ...['Вearer', 'Ｂｅａｒｅｒ', 'Be\u0430rer', 'Bear', 'Bearers', 'BearerBearer', 'B earer'].map(
      (scheme) => `${scheme} ${token}`,
    ),
  ];
  const malformed = [
    ...[
      '',
      ' ',
      '   ',
      `${token} ${token}`,
      `${token}, Bearer ${token}`,
      `${token},${token}`,
      `Bearer ${token}`,
    ],
    ...[
      ';',
      '"',
      "'",
      '#',
      '?a=b',
      '%00',
      '%20',
      '\u0000',
      '\n',
      '\r\nX-Injected: 1',
      '\t',
      ' ',
      '\u00a0',
      'é',
      '\ud800',
    ].map((after) => token + after),
    ...['\t', '\u0000', '"', '<', '{', '\u200b', '\\'].map((before) => before + token),
    `"${token}"`,
    `<${token}>`,
    `token="${token}"`,
    ...["' OR 1=1--", '${jndi:ldap://127.0.0.1/a}', '{{7*7}}', '<script>', '$(id)', '`id`', '*', '()'],
    'a'.repeat(10_241),
    'a'.repeat(100_000),
    `${token}${'='.repeat(100_000)}`,
    'a'.repeat(1_000_000),
    `${'a '.repeat(5_000)}!`,
  ].map((rest) => `Bearer ${rest}`);
  const invalid = [
    `token=${token}`,
    ...[
      '=',
      '==',
      'null',
      'undefined',
      'true',
      '0',
      '-',
      '.',
      '..',
      '...',
      '~',
      'a',
      'Bearer',
      '__proto__',
      'constructor',
    ],
    ...[
      '../../etc/passwd',
      '//',
      '+',
      'a=',
      `${token}=`,
      `${token}==`,
      `${token}.`,
      `.${token}`,
      `${token}.${token}`,
    ],
    token.slice(1),
    token.slice(0, -1),
    token.toUpperCase(),
    token.replaceAll('.', '..'),
    token.split('.').toReversed().join('.'),
    base64,
    'a'.repeat(10_000),
    '.'.repeat(10_000),
    `${'a.'.repeat(5_000)}a`,
  ].map((rest) => `Bearer ${rest}`);
  const cases = (outcome: string, values: readonly string[]) =>
    values.map((value) =>
      credentialRequest(
        `Authorization: ${printable(value)}`,
        { Authorization: [value] },
        outcome,
        'Authorization',
      ),
    );
  return [
    ...cases('no_credential', none),
    ...cases('invalid_request', malformed),
    ...cases('invalid_token', invalid),
  ];
}

export function credentialRequest(
  name: string,
  headers: Readonly<Record<string, string[]>>,
  outcome: string,
  kind: string,
): HostileRequest {
  return { kind, name, to: 'authorizer', event: authorizerEvent(CREDENTIAL_ROUTE, headers), outcome };
}
