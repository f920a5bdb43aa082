/** The requests of the page to the console's server (wire/api.ts). */
import type { AnswerOf, EndpointName, InputOf } from '../../wire/api.ts';
import type { Refused } from '../../wire/refusal.ts';
import { jsonOf } from './json.ts';
import { wordsOf } from './refusal-words.ts';

/** What the server did not do, in the words of the page. */
export class ServerRefusal extends Error {
  readonly code: Refused['code'];

  constructor(refused: Refused) {
    super(wordsOf(refused));
    this.name = 'ServerRefusal';
    this.code = refused.code;
  }
}

/**
 * Asks an endpoint. Rejects with a ServerRefusal, or an Error where the server does not answer. The form of the answer
 * is not checked: the server is ours.
 */
export async function ask<Name extends EndpointName>(
  name: Name,
  input: InputOf<Name>,
): Promise<AnswerOf<Name>> {
  const [method = '', path = ''] = name.split(' ');
  const request =
    method === 'GET' || method === 'DELETE'
      ? fetch(`${path}?${queryOf(input)}`, { method, headers: method === 'GET' ? {} : JSON_TYPE })
      : fetch(path, { method, headers: JSON_TYPE, body: JSON.stringify(input) });
  const response = await request.catch((cause: unknown) => {
    throw new Error('The console does not answer: is npm start still running?', { cause });
  });
  if (!response.ok) throw new ServerRefusal(await jsonOf<Refused>(response));
  return jsonOf<AnswerOf<Name>>(response);
}

const JSON_TYPE = { 'content-type': 'application/json' };

function queryOf(input: object): string {
  return new URLSearchParams(Object.entries(input)).toString();
}
