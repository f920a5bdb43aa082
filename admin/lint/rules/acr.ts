/** Acr words that are not in the vocabulary, or that no issuer can vouch for by its mapping or its own word. */
import type { AskedAcr } from '../asked-acr.ts';
import type { IssuerAcr } from '../issuer-acr.ts';
import type { LintRule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { World } from '../world.ts';
import { closingMistakes } from './closing.ts';

export const ACR_RULES = [
  {
    id: 'acr-unknown',
    scope: 'table',
    severity: 'error',
    meaning: 'A word is not in the acr vocabulary of the trust config. The route is closed.',
    remedy: 'Write a word of the vocabulary, or add it to `acr` of the trust config and deploy.',
    check: (world) =>
      closingMistakes(
        world,
        'acr word',
        ({ text, given }) =>
          `${text}, which has ${world.trust.acr.join(', ')}${given}: write one of these, or add it to acr of the trust config`,
      ),
  },
  {
    id: 'acr-unreachable',
    scope: 'item',
    severity: 'error',
    meaning:
      'No issuer can vouch for any acceptable acr word, by the mapping of the trust config: everybody is refused.',
    remedy: 'Ask for a word that an issuer has, or map a word of an issuer to it and deploy.',
    check: ({ askedAcr }) =>
      askedAcr
        .filter(({ able }) => able.length === 0)
        .map(
          ({ text }) =>
            `no issuer can vouch for ${text}: ask for a word that one has, or map one of its words to it`,
        ),
  },
  {
    id: 'acr-unreachable-for-issuer',
    scope: 'item',
    severity: 'warning',
    meaning: 'Some issuer can vouch for no acceptable acr word: its users are refused.',
    remedy: 'If its users are to get in, accept a word that it has, or map one and deploy.',
    check: ({ askedAcr }) =>
      askedAcr
        .filter(({ able }) => able.length > 0)
        .flatMap(({ text, unable }) =>
          unable.map(
            ({ issuer }) =>
              `${issuer.issuer} can vouch for none of ${text}: its users are refused. Accept a word that it has, or map one`,
          ),
        ),
  },
  {
    id: 'acr-unsupported',
    scope: 'item',
    severity: 'warning',
    meaning:
      'An issuer announces in its discovery document (`acr_values_supported`) none of the words that would be asked of it.',
    remedy: 'Set the word up at the provider, or correct the mapping in the trust config.',
    check: ({ askedAcr }, world) =>
      askedAcr.flatMap((asked) => asked.able.flatMap((issuer) => unsupported(asked, issuer, world))),
  },
  {
    id: 'acr-word-no-effect',
    scope: 'item',
    severity: 'warning',
    meaning: '`acrValues` lists a word that no issuer can vouch for.',
    remedy: 'Remove the word, or map a word of an issuer to it and deploy.',
    check: wordsWithoutEffect,
  },
  {
    id: 'acr-too-weak',
    scope: 'item',
    severity: 'warning',
    meaning:
      'Only weaker words are accepted, while a list claim of an issuer counts as its strongest word: a user who has a stronger one too is challenged for ever.',
    remedy: 'Accept the stronger words too: write `acr` (at least this) instead of `acrValues`.',
    check: ({ askedAcr }) =>
      askedAcr.flatMap((asked) => asked.able.flatMap((issuer) => tooWeak(asked, issuer))),
  },
] as const satisfies readonly LintRule[];

function unsupported({ acr, text }: AskedAcr, { issuer, words }: IssuerAcr, world: World): string[] {
  const announced = world.announcedAcr.get(issuer.issuer);
  const theirs = words.toTheirs(acr);
  if (announced === undefined || theirs.some((word) => announced.includes(word))) return [];
  return [
    `${issuer.issuer} would be asked for ${theirs.join(', ')} (for ${text}), and its acr_values_supported has only ${announced.slice(0, 16).join(', ')}: set the word up there, or correct the mapping`,
  ];
}

/** A list claim counts as the strongest word in it (core/token/issuer-words.ts). */
function tooWeak({ acr, text }: AskedAcr, { issuer, words }: IssuerAcr): string[] {
  const strongest = words.reachable.at(-1);
  if (issuer.acr.claim === 'acr' || strongest === undefined || acr.includes(strongest)) return [];
  return [
    `only ${text} is accepted, but the list ${issuer.acr.claim} of ${issuer.issuer} counts as its strongest word: a user who has ${strongest} too is challenged for ever. Accept ${strongest} too, with acr instead of acrValues`,
  ];
}

/** Of words that are written out: "at least" may well include a word that no issuer can vouch for. */
function wordsWithoutEffect({ own }: Subject, { issuers }: World): string[] {
  const parts = [own, ...(own.rules ?? []), own.upcoming, ...(own.upcoming?.rules ?? [])];
  const listed = new Set(parts.flatMap((part) => part?.acrValues ?? []));
  const reachable = new Set(issuers.flatMap(({ words }) => words.reachable));
  const idle = [...listed].filter((word) => !reachable.has(word));
  // Where no word of the list is reachable, acr-unreachable says so.
  if (idle.length === 0 || idle.length === listed.size) return [];
  return [
    `acrValues has ${idle.join(', ')}, for which no issuer can vouch: remove it, or map a word of an issuer to it`,
  ];
}
