/** Header names in `cors` of the trust config: what no browser sends or reads is refused, with what to do. */
import { parseTrustConfig } from '../../core/trust/trust-config.ts';

const ISSUER = { issuer: 'https://id.example.com', audience: ['https://api.example.com'] };

const problemsWith = (headers: object) => {
  const cors = { allowedOrigins: [], ...headers };
  const parsed = parseTrustConfig({ acr: ['loa1'], issuers: [ISSUER], cors });
  return parsed.ok ? [] : parsed.error.map(({ field, message }) => `${field}: ${message}`);
};

test.each([
  { allowedHeaders: ['Idempotency-Key', 'X-Request-Id', 'traceparent'] },
  { exposedHeaders: ['X-Request-Id', 'Location'] },
])('names of headers are accepted: %j', (headers) => {
  expect(problemsWith(headers)).toEqual([]);
});

test.each([
  [
    { allowedHeaders: ['*'] },
    /^cors\.allowedHeaders\[0\]: \* does not take in Authorization.*list the names$/,
  ],
  [{ exposedHeaders: ['*'] }, /^cors\.exposedHeaders\[0\]: \* does not take in Authorization/],
  [{ allowedHeaders: ['Cookie'] }, /^cors\.allowedHeaders\[0\]: no page can send Cookie.*Leave it out$/],
  [{ allowedHeaders: ['a', 'Sec-Id'] }, /^cors\.allowedHeaders\[1\]: no page can send Sec-Id/],
  [{ allowedHeaders: ['Accept-Encoding'] }, /: no page can send Accept-Encoding/],
  [{ allowedHeaders: ['Idempotency Key'] }, /^cors\.allowedHeaders\[0\]: expected the name of a header/],
  [{ exposedHeaders: ["X'Id"] }, /^cors\.exposedHeaders\[0\]: expected the name of a header/],
  [{ exposedHeaders: ['set-cookie'] }, /^cors\.exposedHeaders\[0\]: no page can read set-cookie/],
  [
    { allowedHeaders: Array.from({ length: 21 }, (_, at) => `x-${at}`) },
    /^cors\.allowedHeaders: list at most 20/,
  ],
])('%j is refused', (headers, message) => {
  expect(problemsWith(headers)).toEqual([expect.stringMatching(message)]);
});
