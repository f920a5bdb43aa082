/** Bodies of an exchange that are no form, or not the one they seem to be: content types, encodings, sizes. */
import { encodeForm, FORM, GRANT_TYPE } from '../../../support/exchange-form.ts';
import type { Form } from '../../../support/exchange-form.ts';
import type { HostileRequest } from '../../../support/hostile/request.ts';
import { exchangeEvent } from '../../../support/functions/rest-events.ts';
import type { Headers } from '../../../support/functions/rest-events.ts';

export function hostileBodies(good: Form): HostileRequest[] {
  return [...contentTypes(good), ...bodies(good), ...base64Bodies(good)];
}

function contentTypes(good: Form): HostileRequest[] {
  const body = encodeForm(good);
  const types = [
    ...[
      '',
      ' ',
      'null',
      '*/*',
      'form',
      'application/json',
      'text/plain',
      'text/html',
      'application/xml',
      'multipart/form-data',
    ],
    ...[
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded2',
      'application/x-www-form-urlencoded, text/plain',
    ],
    ...[
      'application/x-www-form-urlencoded\u0000',
      'x-application/x-www-form-urlencoded',
      'application/jwt',
      '__proto__',
    ],
    ...[
      'text/plain; application/x-www-form-urlencoded',
      'application/x-www-form-urlencoded+json',
      'application/',
    ],
  ];
  const headers: Headers[] = [
    {},
    { 'Content-Type': null },
    { 'Content-Type': [] },
    { 'Content-Type ': [FORM] },
  ];
  return [...types.map((type): Headers => ({ 'Content-Type': [type] })), ...headers].map((one) => ({
    ...ofBody(JSON.stringify(one), body, 'content type'),
    event: exchangeEvent(body, one),
  }));
}

function bodies(good: Form): HostileRequest[] {
  const body = encodeForm(good);
  const cut = (at: number) => `${body.slice(0, at)}%${body.slice(at)}`;
  const many = (count: number, name: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => `${name(index)}=1`).join('&');
  const all: Record<string, unknown> = {
    null: null,
    empty: '',
    'only separators': '&'.repeat(30_000),
    'only equals signs': '='.repeat(30_000),
    'one percent sign': '%',
    'percent signs': '%'.repeat(30_000),
    'broken percent-encoding': '%zz=%1&%=%%',
    'a percent sign in the first name': cut(2),
    'a percent sign in the token': cut(body.indexOf('subject_token=') + 30),
    'overlong UTF-8': body.replace('urn', '%C0%AE'),
    'NUL bytes': '\u0000'.repeat(1_000),
    'control characters': String.fromCharCode(...Array(32).keys()),
    'lone surrogates': '\ud800=\udfff&'.repeat(100),
    'a byte order mark': `\ufeff${body}`,
    'semicolons for separators': body.replaceAll('&', ';'),
    'encoded separators': body.replaceAll('&', '%26'),
    'encoded equals signs': body.replaceAll('=', '%3D'),
    'a question mark before': `?${body}&x=`.replace('?', '%3F'),
    'encoded twice': encodeURIComponent(body),
    JSON: JSON.stringify(Object.fromEntries(good)),
    'JSON null': 'null',
    'JSON, 10,000 deep': '['.repeat(10_000),
    XML: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    multipart: `--x\r\nContent-Disposition: form-data; name="grant_type"\r\n\r\n${GRANT_TYPE}\r\n--x--`,
    '__proto__ as a parameter': '__proto__=1&constructor=1&prototype=1&toString=1',
    '5,000 parameters': many(5_000, (index) => `a${index}`).slice(0, 32_000),
    '5,000 times the same': many(5_000, () => 'a'),
    'a good form behind 10,000 separators and one parameter twice': `${'&'.repeat(10_000)}a&a&${body}`,
    'a good form and padding to 33 kB': `${body}&pad=${'a'.repeat(33_000)}`,
    'a good form and padding to 1 MB': `${body}&pad=${'a'.repeat(1_000_000)}`,
    '1 MB': 'a'.repeat(1_000_000),
    '1 MB of parameters': many(150_000, (index) => String(index)),
    '1 MB token': encodeForm(good).replace('subject_token=', `subject_token=${'a'.repeat(1_000_000)}`),
  };
  return Object.entries(all).map(([name, one]) => ({
    ...ofBody(name, one),
    // These damage the value of the first parameter, which is the grant type.
    ...(IN_GRANT_TYPE.includes(name) ? { outcome: 'unsupported_grant_type' } : {}),
  }));
}

const IN_GRANT_TYPE = ['overlong UTF-8', 'semicolons for separators', 'encoded separators'];

function base64Bodies(good: Form): HostileRequest[] {
  const body = encodeForm(good);
  const base64 = Buffer.from(body).toString('base64');
  const flagged = [
    body,
    '====',
    '!!!!',
    'YQ',
    '\u0000',
    'é',
    '',
    '%',
    Buffer.from(base64).toString('base64'),
    base64.slice(3),
  ];
  const large = [
    Buffer.from('a'.repeat(1_000_000)).toString('base64'),
    'A'.repeat(70_000),
    `${base64}${'='.repeat(70_000)}`,
  ];
  return [
    ...[...flagged, ...large].map((one, index) => ({
      ...ofBody(`base64 flag, body ${index}: ${one.slice(0, 10)}… of ${one.length}`, one, 'base64'),
      event: { ...exchangeEvent(one), isBase64Encoded: true },
    })),
    ofBody('base64 without the flag', base64, 'base64'),
  ];
}

/** An exchange with this body, which is to be called malformed. */
export function ofBody(name: string, body: unknown, kind = 'exchange body'): HostileRequest {
  return { kind, name, to: 'token-exchange', event: exchangeEvent(body), outcome: 'invalid_request' };
}
