/**
 * Client credentials beside a token exchange (RFC 6749 §2.3, RFC 7523 §2.2). No secret is checked: the access token says
 * which client it was issued to. But credentials of another client are a mistake, and are answered as one.
 */
import * as v from 'valibot';
import { failure, success } from '../result.ts';
import type { Result } from '../result.ts';

export interface ClientMistake {
  readonly error: 'invalid_request' | 'invalid_client';
  readonly description: string;
}

/** Where the client is named, and how: in each spelling that it may have been meant in. */
export interface NamedClient {
  readonly where: 'Authorization' | 'client_secret' | 'client_assertion';
  readonly spellings: readonly string[];
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The client that the credentials name; undefined without credentials. Other schemes than Basic are no client's credentials. */
export function namedClient(
  authorization: readonly string[],
  parameters: ReadonlyMap<string, string>,
): Result<NamedClient | undefined, ClientMistake> {
  const basic = authorization.find((one) => /^basic(?: |$)/i.test(one));
  const sent = ['client_secret', 'client_assertion'].filter((name) => parameters.has(name));
  if (sent.length + (basic === undefined ? 0 : 1) > 1)
    return failure({
      error: 'invalid_request',
      description:
        'The client authenticates in more than one way: choose one, or none (RFC 6749, section 2.3).',
    });
  if (basic !== undefined) return named('Authorization', inBasic(basic), 'the Basic credentials');
  if (parameters.has('client_secret'))
    return named('client_secret', listed(parameters.get('client_id')), 'client_id beside client_secret');
  const assertion = parameters.get('client_assertion');
  if (assertion === undefined) return success(undefined);
  return named(
    'client_assertion',
    inAssertion(assertion, parameters),
    `sub of a client_assertion of the type ${ASSERTION_TYPE}`,
  );
}

/** What is wrong with the client that the credentials name, for a token of `clientId`; undefined where they agree. */
export function clientMistake(
  { where, spellings }: NamedClient,
  clientId: string,
): ClientMistake | undefined {
  if (spellings.includes(clientId)) return undefined;
  return {
    error: 'invalid_client',
    description: `The client in ${where} is not the client of the subject_token: send its own credentials, or none.`,
  };
}

function named(
  where: NamedClient['where'],
  spellings: readonly string[],
  expected: string,
): Result<NamedClient, ClientMistake> {
  if (spellings.length > 0) return success({ where, spellings });
  return failure({
    error: 'invalid_client',
    description: `No client can be read from ${expected}: name the client of the subject_token there, or send no credentials.`,
  });
}

const listed = (text: string | undefined) => (text === undefined || text === '' ? [] : [text]);

/** RFC 6749 §2.3.1 has the id form-encoded in it; most clients send it as it is. */
function inBasic(header: string): readonly string[] {
  const text = attempt(() => atob(header.replace(/^basic */i, '').trim())) ?? '';
  const [, id] = /^([^:]*):/.exec(text) ?? [];
  const decoded = id === undefined ? undefined : attempt(() => decodeURIComponent(id.replaceAll('+', ' ')));
  return [...listed(id), ...listed(decoded)];
}

/** RFC 7523 §3: `sub` is the client_id. The signature is not checked. */
function inAssertion(assertion: string, parameters: ReadonlyMap<string, string>): readonly string[] {
  if (parameters.get('client_assertion_type') !== ASSERTION_TYPE) return [];
  const [, payload = ''] = assertion.split('.');
  const claims = attempt((): unknown => JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))));
  return v.is(withSubject, claims) ? listed(claims.sub) : [];
}

const withSubject = v.object({ sub: v.string() });

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
