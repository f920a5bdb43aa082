/** What is sent again is what was sent: every kind of body, the headers, the method, the query. */
import { startClientStack } from '../../support/stacks/client-stack.ts';
import type { ClientStack } from '../../support/stacks/client-stack.ts';

let stack: ClientStack;

beforeAll(async () => {
  stack = await startClientStack();
});
afterAll(() => stack.close());
beforeEach(() => {
  stack.proxy.clear();
});

const TEXT = 'amount=10 €\r\n"to": Zoë';
const BYTES = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256);

function form(): FormData {
  const data = new FormData();
  data.set('amount', '10 €');
  data.set('receipt', new Blob([BYTES], { type: 'application/pdf' }), 'receipt.pdf');
  return data;
}

function chunks(): ReadableStream<Uint8Array> {
  const parts = [BYTES.subarray(0, 30_000), BYTES.subarray(30_000)];
  return new ReadableStream({
    pull: (controller) => {
      const part = parts.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(part);
    },
  });
}

/** The type that fetch gives to a body by itself, and its bytes where they are known beforehand. */
const CASES: readonly [string, () => RequestInit, RegExp | undefined, Uint8Array | undefined][] = [
  ['a string', () => ({ body: TEXT }), /^text\/plain;charset=UTF-8$/, Buffer.from(TEXT)],
  ['an empty string', () => ({ body: '' }), /^text\/plain;charset=UTF-8$/, Buffer.from('')],
  ['bytes', () => ({ body: BYTES }), undefined, BYTES],
  ['a Blob', () => ({ body: new Blob([BYTES], { type: 'image/png' }) }), /^image\/png$/, BYTES],
  [
    'URLSearchParams',
    () => ({ body: new URLSearchParams({ amount: '10 €' }) }),
    /^application\/x-www-form-urlencoded/,
    Buffer.from('amount=10+%E2%82%AC'),
  ],
  ['a FormData', () => ({ body: form() }), /^multipart\/form-data; ?boundary=/, undefined],
  ['a ReadableStream', () => ({ body: chunks(), duplex: 'half' }), undefined, BYTES],
  ['none', () => ({}), undefined, Buffer.from('')],
];

async function sendTwice(input: string | Request, init?: RequestInit) {
  const { fetch } = stack.caller();
  expect((await fetch(input, init)).status).toBe(200);
  const [first, second, ...more] = stack.proxy.seen().filter(({ path }) => !path.endsWith('/token'));
  if (first === undefined || second === undefined) throw new Error('the request was not sent twice');
  expect(more).toEqual([]);
  return { first, second };
}

describe.each([
  ['given to fetch', (url: string, init: RequestInit): [string | Request, RequestInit?] => [url, init]],
  [
    'in a Request',
    (url: string, init: RequestInit): [string | Request, RequestInit?] => [new Request(url, init)],
  ],
])('a body %s', (_, call) => {
  test.each(CASES)('that is %s is sent again intact', async (__, init, type, bytes) => {
    const { first, second } = await sendTwice(...call(stack.at('/payments'), { method: 'POST', ...init() }));
    expect(second.body.equals(first.body)).toBe(true);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    if (type === undefined) expect(first.headers['content-type']).toBeUndefined();
    else expect(first.headers['content-type']).toMatch(type);
    if (bytes !== undefined) expect(first.body.equals(bytes)).toBe(true);
  });
});

test('a form is whole: each part under the boundary that the header names', async () => {
  const { second } = await sendTwice(stack.at('/payments'), { method: 'POST', body: form() });
  const type = second.headers['content-type'] ?? '';
  const headers = { 'content-type': type };
  // oxlint-disable-next-line typescript/no-deprecated -- a form of our own, and a small one
  const read = await new Response(new Uint8Array(second.body), { headers }).formData();
  expect(read.get('amount')).toBe('10 €');
  const file = read.get('receipt');
  expect(file instanceof Blob ? Buffer.from(await file.arrayBuffer()).equals(BYTES) : file).toBe(true);
});

test('headers, method and query are sent again, and only ours are added', async () => {
  const { first, second } = await sendTwice(stack.at('/payments?dry=1&to=a%20b'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': '7' },
    body: '{}',
  });
  expect(first).toMatchObject({ path: '/v1/payments?dry=1&to=a%20b', headers: { 'idempotency-key': '7' } });
  const { 'step-up-grant': grant, ...headers } = second.headers;
  expect(grant).toMatch(/^sug_/);
  expect({ ...second, headers }).toEqual(first);
});

test('a Request that was used already is refused, as fetch refuses it', async () => {
  const { fetch } = stack.caller();
  const request = new Request(stack.at('/payments'), { method: 'POST', body: TEXT });
  await request.text();
  await expect(fetch(request)).rejects.toThrow('already been used');
  expect(stack.proxy.seen()).toEqual([]);
});
