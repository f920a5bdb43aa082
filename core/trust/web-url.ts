/** What a trust config may give as a URL. */
import * as v from 'valibot';
import { fillIn, placeholderIn } from './placeholder.ts';

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** An https URL or, with `allowLoopback`, one of the local run. With `query`, it may have one. */
export function webUrl(allowLoopback: boolean, { query = false } = {}) {
  const isPlain = (text: string) => isPlainUrl(text, query ? FORBIDDEN_WITH_QUERY : FORBIDDEN);
  return v.pipe(
    v.string('write a URL as text, such as "https://id.example.com"'),
    v.check(
      (text) => placeholderIn(text) === undefined,
      ({ input }) => fillIn(input),
    ),
    v.check(
      (text) => isPlain(text) || placeholderIn(text) !== undefined,
      `write a URL such as https://id.example.com, without user, ${query ? '' : 'query, '}fragment, spaces, and * in the host`,
    ),
    v.check(
      (text) => !isPlain(text) || isHttps(text) || isLoopbackHttp(text),
      'expected https://: name the https URL (http:// is accepted on loopback only, for the local run)',
    ),
    v.check(
      (text) => allowLoopback || !isLoopbackHttp(text),
      'expected https://: name the https URL, since http:// is for the local run only',
    ),
  );
}

/** The name of an issuer: a web URL. AD FS calls itself http://…/adfs/services/trust; nothing is fetched from there. */
export function issuerName(allowLoopback: boolean) {
  const url = webUrl(allowLoopback);
  return v.pipe(
    v.string('write a URL as text, such as "https://id.example.com"'),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || isAdfsName(dataset.value)) return;
      for (const { message } of v.safeParse(url, dataset.value).issues ?? []) addIssue({ message });
    }),
  );
}

/** Whether it is the name that AD FS has by default. */
export function isAdfsName(text: string): boolean {
  return isPlainUrl(text) && !isLoopbackHttp(text) && /^http:\/\/[^/]+\/adfs\/services\/trust$/.test(text);
}

/** A web URL whose characters can all stand in a header as they are. */
export function printableUrl(allowLoopback: boolean) {
  return v.pipe(
    webUrl(allowLoopback),
    v.check(
      (url) => !isPlainUrl(url) || /^[!-~]*$/.test(url),
      'write it in ASCII, the host as xn--… and the path percent-encoded: it stands in headers',
    ),
  );
}

const FORBIDDEN = /[?#"\\\s]/;
const FORBIDDEN_WITH_QUERY = /[#"\\\s]/;

/** Whether a text is a URL that says where something is, and nothing more. */
function isPlainUrl(text: string, forbidden = FORBIDDEN): boolean {
  const url = urlOf(text);
  return url?.username === '' && url.password === '' && !url.hostname.includes('*') && !forbidden.test(text);
}

/** By the text: `HTTPS://…` and `https:x` mean the same to a parser, but not to code that compares texts. */
function isHttps(text: string): boolean {
  return text.startsWith('https://') && urlOf(text) !== undefined;
}

/** Whether it is a URL of the local run, whose provider speaks plain http. */
export function isLoopbackHttp(text: string): boolean {
  const url = urlOf(text);
  return text.startsWith('http://') && url !== undefined && LOOPBACK_HOSTS.includes(url.hostname);
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
