/** The requests that both gateways get. */
import type { HeaderPairs } from '../../../support/send.ts';
import { API_KEY } from './app.ts';

export interface Asked {
  readonly name: string;
  readonly method: string;
  /** With the stage. */
  readonly path: string;
  readonly headers: HeaderPairs;
  readonly body: string;
  /** Why MiniStack answers otherwise, with the source that decides for the local gateway; undefined where both are alike. */
  readonly differs?: string;
}

const ask = (line: string, headers: HeaderPairs = [], body = '', name = ''): Asked => {
  const [method = '', path = ''] = line.split(' ');
  const told = headers.map((pair) => ` ${pair.join(': ')}`).join('');
  return { name: `${method} ${path}${told}${name}`, method, path, headers, body };
};

const differing = (differs: string, one: Asked): Asked => ({ ...one, differs });

const SLASHES = 'slashes: recorded by LocalStack, test_lambda_aws_proxy_integration';
const FORMAT =
  'answers of functions: recorded by LocalStack, test_aws_proxy_response_payload_format_validation';
const UNKNOWN = 'a bearer token on an unknown route: reports of users';
const KEYS = 'the error type of a missing API key: LocalStack, execute_api/gateway_response.py';

const mode = (value: string) => ask('GET /prod/guarded/7', [['X-Mode', value]]);
const answer = (value: unknown) => ask('GET /prod/answer', [['X-Answer', JSON.stringify(value)]]);
const png = Buffer.from('bytes').toString('base64');
const encoded = { statusCode: 200, body: png, isBase64Encoded: true };
const accepting = (accept: string) =>
  ask('GET /prod/answer', [
    ['X-Answer', JSON.stringify(encoded)],
    ['Accept', accept],
  ]);

const ROUTES = [
  'POST /prod/payments',
  'PUT /prod/payments',
  'OPTIONS /prod/payments',
  'DELETE /prod/users/me',
  'GET /prod/users/me',
  'GET /prod/users/7',
  'GET /prod/users/7/',
  'POST /prod/payments/',
  'GET /prod/part1/hardcoded-value',
  'GET /prod/part1/random-value',
  'GET /prod/preflight',
  'OPTIONS /prod/preflight',
  'GET /prod/a',
  'GET /prod/a/',
  'GET /prod/a%2Fb/c%20d',
  'GET /prod/users/%37',
  'GET /prod/a?q=1&empty=&plus=a+b',
  'GET /prod/a?encoded=%C3%A9%2B',
  'GET /prod',
  'GET /prod/',
  'GET /nowhere/a',
  'HEAD /prod/a',
].map((line) => ask(line));

export const REQUESTS: readonly Asked[] = [
  ...ROUTES,
  ...['GET /prod/a//b', 'GET /prod//a', 'GET //prod/a', 'GET /prod//users/7'].map((line) =>
    differing(SLASHES, ask(line)),
  ),
  differing('the last value counts: recorded by LocalStack', ask('GET /prod/a?q=1&q=2')),
  differing(UNKNOWN, ask('GET /prod', [['Authorization', 'Bearer of-nobody']])),
  ...['allow', 'deny', 'other', 'no-principal', 'no-policy', 'nothing', 'unauthorized', 'throw'].map(mode),
  ask('GET /prod/guarded/7', [
    ['X-Mode', 'unauthorized'],
    ['X-Sent', 'sent'],
  ]),
  differing(FORMAT, answer({})),
  differing(FORMAT, answer({ headers: { 'X-Test': 'value' } })),
  answer({ statusCode: '201' }),
  differing(FORMAT, answer({ statusCode: 'test' })),
  differing(FORMAT, answer({ statusCode: 200, wrongValue: 'value' })),
  answer({ statusCode: 200, headers: null }),
  differing(FORMAT, answer({ statusCode: 200, headers: { 'X-Bool': true } })),
  differing(FORMAT, answer({ statusCode: 200, multiValueHeaders: { 'X-Multi': 'value' } })),
  differing(
    FORMAT,
    answer({ statusCode: 200, multiValueHeaders: { 'X-Multi': ['b'] }, headers: { 'x-multi': 'a' } }),
  ),
  differing(
    'renamed headers: AWS, "Amazon API Gateway important notes"',
    answer({ statusCode: 401, headers: { 'WWW-Authenticate': 'Bearer' } }),
  ),
  differing(FORMAT, answer('justAString')),
  answer(encoded),
  accepting('image/png'),
  accepting('image/*'),
  accepting('*/*'),
  ask('POST /prod/a', [['Content-Type', 'image/png']], 'bytes'),
  ask('POST /prod/a', [['Content-Type', 'text/plain']], 'é'),
  ask('POST /prod/a', [], '{"a":1}'),
  differing(
    'dropped headers: LocalStack, execute_api/header_utils.py',
    ask('GET /prod/a', [
      ['TE', 'trailers'],
      ['Max-Forwards', '1'],
      ['Content-MD5', 'a'],
      ['WWW-Authenticate', 'b'],
      ['X-Own', 'c'],
    ]),
  ),
  ask('GET /prod/mock'),
  differing(KEYS, ask('GET /prod/keyed')),
  differing(KEYS, ask('GET /prod/keyed', [['X-Api-Key', 'wrong']])),
  ask('GET /prod/keyed', [['X-Api-Key', API_KEY]]),
  differing('its CloudFormation loses the validator of a method', ask('GET /prod/checked')),
  ask('GET /prod/checked?q=1', [['X-Needed', '1']]),
];
