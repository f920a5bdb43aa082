/** Names of headers that pages of other origins send and read (Fetch standard, CORS protocol). */
import * as v from 'valibot';

const EXPECTED = 'expected the name of a header, such as Idempotency-Key';

/** Of the names that RFC 9110 §5.1 allows, those that need no escaping where API Gateway writes them. */
const NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/** Fetch standard, "forbidden request-header": browsers set these themselves, without asking. */
const BROWSERS_OWN = new RegExp(
  `^(?:${[
    'accept-(?:charset|encoding)',
    'access-control-request-.*',
    'connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie',
    'te|trailer|transfer-encoding|upgrade|via',
    '(?:sec|proxy)-.*',
  ].join('|')})$`,
  'i',
);

/** Fetch standard, "forbidden response-header name". */
const NEVER_READ = /^set-cookie2?$/i;

/** The name of a request header that a page may send. */
export const sentHeader = v.pipe(
  headerName(),
  v.check(
    (name) => !BROWSERS_OWN.test(name),
    ({ input }) => `no page can send ${input}: browsers set it themselves. Leave it out`,
  ),
);

/** The name of a header of an answer that a page may read. */
export const readHeader = v.pipe(
  headerName(),
  v.check(
    (name) => !NEVER_READ.test(name),
    ({ input }) => `no page can read ${input}. Leave it out`,
  ),
);

function headerName() {
  return v.pipe(
    v.string(EXPECTED),
    v.regex(NAME, ({ input }) =>
      input === '*' ? '* does not take in Authorization: list the names' : EXPECTED,
    ),
  );
}
