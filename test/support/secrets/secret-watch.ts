/** Watches what a test sends and receives by `fetch`, and tells which secrets passed by. */
import { jsonOrUndefined } from '../json-or-undefined.ts';

const SECRET_FIELDS = [
  'access_token',
  'id_token',
  'refresh_token',
  'subject_token',
  'actor_token',
  'code',
  'code_verifier',
  'client_secret',
];

/** Tokens and grants wherever they stand: in a path, a cookie, a header of another name. */
const TOKENS = /eyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)+|sug_[A-Za-z0-9_-]{43}/g;

export type Learn = (what: string, secret: string) => void;

/** Watches until the function that it returns is called. What is sent and received stays as it is. */
export function watchFetch(learn: Learn): () => void {
  const original = globalThis.fetch;
  const watching: typeof fetch = async (input, init) => {
    await learnMessage(new Request(input instanceof Request ? input.clone() : input, init), learn);
    const response = await original(input, init);
    await learnMessage(response.clone(), learn);
    return response;
  };
  globalThis.fetch = watching;
  return () => {
    if (globalThis.fetch === watching) globalThis.fetch = original;
  };
}

async function learnMessage(message: Request | Response, learn: Learn): Promise<void> {
  const { url, headers } = message;
  const body = await message.text().catch(() => '');
  for (const name of ['authorization', 'step-up-grant']) learn(`the header ${name}`, headers.get(name) ?? '');
  const queries = [url, headers.get('location') ?? ''].map((one) => one.split('?')[1] ?? '');
  const fields = [
    ...[...queries, body].flatMap((text) => [...new URLSearchParams(text)]),
    ...membersOf(body),
  ];
  for (const [name, value] of fields) {
    if (SECRET_FIELDS.includes(name) && typeof value === 'string') learn(name, value);
  }
  learnTokens([url, ...headers.values(), body].join('\n'), learn);
}

/** Learns the tokens and grants in a text that is sent or received in another way than by `fetch`. */
export function learnTokens(text: string, learn: Learn): void {
  for (const token of text.match(TOKENS) ?? []) learn('a token or grant that was sent', token);
}

function membersOf(body: string): [string, unknown][] {
  const parsed = jsonOrUndefined(body);
  return typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
}
