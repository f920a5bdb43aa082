/**
 * Undoes what a text may be wrapped in: JSON escapes, percent-encoding, base64 in both alphabets, hexadecimal, and
 * bytes as Node.js and JSON show them.
 */

/** How many wrappings around each other are undone. */
const DEEPEST = 3;

/** As long as six digits are. */
const BASE64 = /[A-Za-z0-9+/_-]{8,}/g;
const HEX = /[0-9a-fA-F]{12,}/g;
const HEX_PAIRS = /(?<![0-9a-fA-F])[0-9a-fA-F]{2}(?:[ :][0-9a-fA-F]{2}){5,}/g;
const NUMBERS = /(?<!\d)\d{1,3}(?:, ?\d{1,3}){5,}/g;

/** Fewer hold no part of a secret that the scanner knows: 96 bits. */
const FEWEST_BYTES = 12;

/** What a text says, and what it says in bytes. */
export interface Spellings {
  /** The text itself, and all texts that it is a wrapping of. */
  readonly texts: ReadonlySet<string>;
  /** All bytes that it is a wrapping of and that may hold a secret, in base64url: three times, since they may begin within a group of three. */
  readonly bytes: ReadonlySet<string>;
}

/** Reads a text in every way. A wrapping may begin anywhere in it. */
export function spellingsOf(text: string): Spellings {
  const texts = new Set([text]);
  const bytes = new Set<string>();
  let latest = [text];
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const unwrapped = latest.flatMap((one) => unwrap(one, bytes)).filter((one) => !texts.has(one));
    for (const one of unwrapped) texts.add(one);
    latest = [...new Set(unwrapped)];
  }
  return { texts, bytes };
}

function unwrap(text: string, bytes: Set<string>): string[] {
  const decoded = [...decodingsOf(text, BASE64, 'base64', 4), ...decodingsOf(text, HEX, 'hex', 2)];
  for (const one of decoded) {
    for (const start of [0, 1, 2])
      if (one.length - start >= FEWEST_BYTES) bytes.add(one.subarray(start).toString('base64url'));
  }
  return [
    unescaped(text),
    percentDecoded(text),
    bytesJoined(text),
    ...decoded.map((one) => one.toString('latin1')),
  ];
}

/** The bytes of each run of an encoding, begun at each character of its first group. */
function decodingsOf(text: string, runs: RegExp, encoding: 'base64' | 'hex', group: number): Buffer[] {
  return (text.match(runs) ?? []).flatMap((run) =>
    Array.from({ length: group }, (_, start) => Buffer.from(run.slice(start), encoding)),
  );
}

/** `<Buffer 73 75 67>`, `73:75:67`, `[115,117,103]`. */
function bytesJoined(text: string): string {
  return text
    .replace(HEX_PAIRS, (pairs) => pairs.replace(/[ :]/g, ''))
    .replace(NUMBERS, (numbers) => Buffer.from(numbers.split(',').map(Number)).toString('latin1'));
}

function unescaped(text: string): string {
  return text
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\\(.)/g, '$1');
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
