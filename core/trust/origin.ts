/** The origins of pages that may call the API, as browsers send them (RFC 6454 §6.2; URL standard, "host serializing"). */
import * as v from 'valibot';
import { fillIn, placeholderIn } from './placeholder.ts';

const EXPECTED = 'expected an origin such as https://app.example.com, without a path';

export const origin = v.pipe(
  v.string(EXPECTED),
  v.check(isOrigin, ({ input }) => mistakeIn(input)),
);

/** It stands between apostrophes in a gateway response: the host has none of them. */
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;

function isOrigin(text: string): boolean {
  return originOf(text) === text;
}

/** The origin of a URL; undefined where no page has it. */
function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, origin: own } = new URL(text);
  return ['https:', 'http:'].includes(protocol) && HOST.test(hostname) ? own : undefined;
}

function mistakeIn(text: string): string {
  if (placeholderIn(text) !== undefined) return fillIn(text);
  if (text.includes('*'))
    return 'no browser sends an origin with *: list each origin, such as https://app.example.com';
  if (text === 'null')
    return 'null is the origin of every sandboxed page and local file: any site can send it. List the origins of your pages';
  const own = originOf(text);
  return own === undefined ? EXPECTED : `${EXPECTED}: write ${own}`;
}
