/** The challenges of a WWW-Authenticate header (RFC 9110 §11.6.1, formerly RFC 7235 §4.1). */

/** Scheme and names of parameters in lower case. */
export interface AuthChallenge {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
const END = '[ \\t]*(?=,|$)';
const SEPARATORS = /[ \t,]*/y;
const VALUE = `"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN})`;
const PARAMETER = new RegExp(`(${TOKEN})[ \\t]*=[ \\t]*(?:${VALUE})${END}`, 'y');
const SCHEME = new RegExp(`(${TOKEN})(?: +|${END})`, 'y');
const TOKEN68 = new RegExp(`[\\w.~+/-]+=*${END}`, 'y');
const AFTER_SCHEME = new RegExp(`(?=,|$)|${PARAMETER.source}`, 'y');

/**
 * Reads all challenges. A header that breaks the grammar, or that repeats a parameter within a challenge, has no
 * challenges: a header that is only partly understood is not used.
 */
export function parseWwwAuthenticate(header: string): readonly AuthChallenge[] {
  const challenges: AuthChallenge[] = [];
  let parameters: Map<string, string> | undefined;
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    at += match?.[0].length ?? 0;
    return match;
  };

  for (take(SEPARATORS); at < header.length; take(SEPARATORS)) {
    const [, name, quoted, plain] = take(PARAMETER) ?? [];
    if (name === undefined) {
      const scheme = take(SCHEME)?.[1];
      if (scheme === undefined) return [];
      parameters = new Map();
      challenges.push({ scheme: scheme.toLowerCase(), parameters });
      // A token68 (`Negotiate a3b4==`) is skipped. A comma, or the end, has to follow it.
      if (!isAt(AFTER_SCHEME, header, at) && take(TOKEN68) === null) return [];
    } else {
      const key = name.toLowerCase();
      if (parameters === undefined || parameters.has(key)) return [];
      parameters.set(key, plain ?? quoted?.replace(/\\(.)/g, '$1') ?? '');
    }
  }
  return challenges;
}

function isAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
