/** What rules, and grants for one path, see of an event that a caller has shaped. */
import { readAuthorizerEvent } from '../../lambda/request/gateway-event.ts';
import { authorizerEvent } from '../support/functions/rest-events.ts';

const NAMES = ['constructor', 'prototype', '__proto__'];

const members = <Value>(value: Value) => Object.fromEntries(NAMES.map((name) => [name, value]));

const event = (route: string, headers: Record<string, readonly string[]>, fields: object = {}) => {
  const { requestContext, ...rest } = authorizerEvent(route, headers);
  const identity = { sourceIp: '192.0.2.1', userAgent: null };
  const context = typeof requestContext === 'object' ? requestContext : {};
  return { ...rest, ...fields, requestContext: { ...context, identity } };
};

test('a parameter or header named as a member that every object has is seen', () => {
  const parameters = { multiValueQueryStringParameters: members(['1']) };
  const { requestInputs } = readAuthorizerEvent(event('GET /a', members(['2']), parameters));
  const { query, headers } = requestInputs();
  expect(Object.entries(query)).toEqual(NAMES.map((name) => [name, ['1']]));
  expect(Object.entries(headers)).toEqual(NAMES.map((name) => [name, '2']));
});

test.each(NAMES)('a path is bound to its value of {%s}, and to none where there is none', (name) => {
  const pathFor = (sent: string, pathParameters: unknown) => {
    const called = event(`GET /a/{${name}}`, {}, { pathParameters });
    return readAuthorizerEvent({
      ...called,
      requestContext: { ...called.requestContext, path: `/v1/a/${sent}` },
    }).boundParameters;
  };
  expect(pathFor('17', members('17'))).toBe(`${name}=17`);
  expect(pathFor('18', members('18'))).toBe(`${name}=18`);
  expect(pathFor('17', {})).toBeUndefined();
});

test('a header that is repeated in another case shows all of its values', () => {
  const { requestInputs } = readAuthorizerEvent(
    event('GET /a', { 'X-Way': ['a'], 'x-way': ['b'], Cookie: ['c'] }),
  );
  expect(requestInputs().headers).toEqual({ 'x-way': 'a, b' });
});
