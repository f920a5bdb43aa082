/**
 * Turns the result of a function into an HTTP response (AWS: "Output format of a Lambda function for proxy integration").
 * What AWS takes and what it refuses was recorded by LocalStack: test_lambda_aws_proxy_response_format and
 * test_aws_proxy_response_payload_format_validation.
 */
import * as v from 'valibot';

export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Buffer;
}

const scalar = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));

/** No member is needed, and there is no other. */
const proxyResponse = v.strictObject({
  statusCode: v.optional(
    v.pipe(
      v.union([v.number(), v.pipe(v.string(), v.toNumber())]),
      v.integer(),
      v.minValue(200),
      v.maxValue(599),
    ),
    200,
  ),
  headers: v.nullish(v.record(v.string(), scalar)),
  multiValueHeaders: v.nullish(v.record(v.string(), v.array(scalar))),
  body: v.nullish(v.string()),
  isBase64Encoded: v.optional(v.boolean(), false),
});

/** AWS: "Amazon API Gateway important notes": headers of an integration that are renamed on their way out. */
const REMAPPED = [
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'host',
  'max-forwards',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
  'www-authenticate',
  'expect',
  // Not on that page, but observed on AWS: API Gateway uses this header itself.
  'x-amzn-requestid',
];

/**
 * The response, or undefined when the function's answer is malformed. `takesBinary`: whether the request accepts what the API
 * takes for binary data; if not, base64 stays text.
 */
export function readProxyResponse(answer: unknown, takesBinary: boolean): HttpResponse | undefined {
  const parsed = v.safeParse(proxyResponse, answer);
  if (!parsed.success) return undefined;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.output;
  const several = Object.entries(multiValueHeaders ?? {}).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  // Both are merged, the lists first; a pair that is in both counts once.
  const pairs = new Set(several.map(pairOf));
  const single = Object.entries(headers ?? {}).filter((header) => !pairs.has(pairOf(header)));
  const all = [...several, ...single].map(([name, value]) => [rename(name), value] as const);
  const typed = all.some(([name]) => name.toLowerCase() === 'content-type')
    ? all
    : [...all, ['Content-Type', 'application/json'] as const];
  return {
    statusCode,
    headers: typed,
    body: isBase64Encoded && takesBinary ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

function pairOf([name, value]: readonly [string, string]): string {
  return `${name.toLowerCase()}:${value}`;
}

function rename(name: string): string {
  return REMAPPED.includes(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name;
}
