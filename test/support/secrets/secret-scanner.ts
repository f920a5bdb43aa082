/** Finds secrets in what a run leaves behind: those it was told of, any part of them, and every text that looks like one. */
import { spellingsOf } from './spellings.ts';

/** Where a secret was found, and which. */
export interface Leak {
  readonly place: string;
  readonly what: string;
}

export interface SecretScanner {
  /** Takes note of a token, a code or another random secret. What is too short or too plain to be one is left out. */
  readonly learn: (what: string, secret: string) => void;
  /** Takes note of a secret that a person has chosen or types: it is found as a whole word. */
  readonly learnWord: (what: string, word: string) => void;
  /** What is secret in a text, in whichever spelling. */
  readonly scan: (place: string, text: string) => Leak[];
}

/** So many characters in a row give a secret away: 96 bits of a signature. */
const PART = 16;

/** Of a longer secret, so much is looked for, in characters. */
const LONGEST = 10_240;

/** Starts with no known secret. */
export function createSecretScanner(): SecretScanner {
  const parts = new Map<string, string>();
  const beginnings = new Uint8Array(BEGINNINGS);
  const words = new Map<string, RegExp>();

  const findKnown = (text: string) =>
    runsOf(text).flatMap((run) => {
      const found: (string | undefined)[] = [];
      for (let start = 0; start <= run.length - PART; start += 1)
        if (beginnings[beginningAt(run, start)] === 1) found.push(parts.get(run.slice(start, start + PART)));
      return found;
    });
  const findWords = (text: string) => [...words].map(([what, word]) => (word.test(text) ? what : undefined));

  return {
    learn: (what, secret) => {
      for (const run of base64url(secret.slice(0, LONGEST)).split(/[^A-Za-z0-9_-]+/)) {
        if (!isRandom(run)) continue;
        for (let start = 0; start <= run.length - PART; start += 1) {
          const part = run.slice(start, start + PART);
          if (!parts.has(part)) parts.set(part, what);
          beginnings[beginningAt(run, start)] = 1;
        }
      }
    },
    learnWord: (what, word) => {
      words.set(what, new RegExp(`(?<![A-Za-z0-9])${word.replace(/\W/g, '\\$&')}(?![A-Za-z0-9])`));
    },
    scan: (place, text) => {
      const { texts, bytes } = spellingsOf(text);
      const found = new Set([
        ...[...texts].flatMap((one) => [...findKnown(one), ...findWords(one), ...lookalikesIn(one)]),
        ...[...bytes].flatMap(findKnown),
      ]);
      return [...found].filter((what) => what !== undefined).map((what) => ({ place, what }));
    },
  };
}

/** Texts that look like a token or a grant that the scanner was not told of. */
function lookalikesIn(text: string): string[] {
  const plain = base64url(text);
  const grant = /(?<![A-Za-z0-9])sug_[A-Za-z0-9_-]{4}/.test(text);
  const segments = plain.match(/e[w-z0-9_-][A-Za-z0-9_-]{6,}/g) ?? [];
  // In one of the alphabets: a path has the slash of the one and the hyphen of the other.
  const runs = text.match(/[A-Za-z0-9+/]{80,}|[A-Za-z0-9_-]{80,}/g) ?? [];
  return [
    ...(grant ? ['what looks like a grant'] : []),
    ...(segments.some(isJsonObject) ? ['what looks like a header or a payload of a token'] : []),
    ...(runs.some(isRandomToTheEye) ? ['what looks like a signature'] : []),
  ];
}

function isJsonObject(segment: string): boolean {
  return /^\{\s*"[^"\\]{1,64}"\s*:/.test(Buffer.from(segment, 'base64').toString('latin1'));
}

/** Words and paths get by with fewer characters than a random text of their length; hexadecimal has 16. */
function isRandomToTheEye(run: string): boolean {
  return new Set(run).size >= 32;
}

/** Random in base64url, as good as always: names in words, which tests send in the place of a token, are not. */
function isRandom(run: string): boolean {
  return run.length >= PART && /[A-Z]/.test(run) && /[a-z]/.test(run) && /\d/.test(run);
}

/** The runs of base64url in a text that are long enough for a part. */
function runsOf(text: string): readonly string[] {
  return base64url(text).match(/[A-Za-z0-9_-]{16,}/g) ?? [];
}

/** How many beginnings of parts are told apart: a power of two. Few parts of a text begin as one of a secret does. */
const BEGINNINGS = 2 ** 20;

/** The number of the four ASCII characters from `start` on. */
function beginningAt(run: string, start: number): number {
  const four =
    run.charCodeAt(start) |
    (run.charCodeAt(start + 1) << 7) |
    (run.charCodeAt(start + 2) << 14) |
    (run.charCodeAt(start + 3) << 21);
  // Multiplicative hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4): the upper 20 bits.
  return Math.imul(four, 0x9e3779b1) >>> 12;
}

/** Both alphabets of base64 as one. */
function base64url(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_');
}
