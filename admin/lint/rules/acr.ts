/** Acr words that are not in the vocabulary, or that the tokens of an issuer cannot show. */
import { signInNames } from '../../../core/token/said-sign-in.ts';
import type { AskedAcr } from '../asked-acr.ts';
import type { IssuerAcr } from '../issuer-acr.ts';
import type { ItemMessage, LintRule } from '../lint-rule.ts';
import type { Subject } from '../subject.ts';
import type { World } from '../world.ts';
import { closingMistakes } from './closing.ts';

export const ACR_RULES = [
  {
    id: 'acr-unknown',
    scope: 'table',
    severity: 'error',
    meaning: 'An acr word is not in the vocabulary (`acr`) of the trust config. The route is closed.',
    remedy: 'Write a word of the vocabulary, or add the word to `acr` of the trust config and deploy.',
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
      'By the mapping of the trust config, no issuer has a word for any acr word that is accepted. Every user is refused.',
    remedy:
      'Ask for a word that an issuer has, or map a word of an issuer to it in the trust config and deploy.',
    check: ({ askedAcr }) =>
      askedAcr
        .filter(({ able }) => able.length === 0)
        .map(
          ({ text }) =>
            `no issuer has a word for ${text}: ask for a word that an issuer has, or map a word of an issuer to it`,
        ),
  },
  {
    id: 'acr-unreachable-for-issuer',
    scope: 'item',
    severity: 'warning',
    meaning: 'One of the issuers has no word for any acr word that is accepted. Its users are refused.',
    remedy:
      'If its users need access, accept a word that the issuer has, or map one of its words and deploy.',
    check: ({ askedAcr }) =>
      askedAcr
        .filter(({ able }) => able.length > 0)
        .flatMap(({ text, unable }) =>
          unable.map(
            ({ issuer }) =>
              `${issuer.issuer} has no word for ${text}: its users are refused. Accept a word that it has, or map one of its words`,
          ),
        ),
  },
  {
    id: 'acr-unsupported',
    scope: 'item',
    severity: 'warning',
    meaning:
      'The discovery document of an issuer (`acr_values_supported`) lists none of the words that the issuer would be asked for.',
    remedy: 'Set up the word at the provider, or correct the mapping in the trust config.',
    check: ({ askedAcr }, world) =>
      askedAcr.flatMap((asked) => asked.able.flatMap((issuer) => unsupported(asked, issuer, world))),
  },
  {
    id: 'acr-word-no-effect',
    scope: 'item',
    severity: 'warning',
    meaning: 'No issuer has a word for one of the `acrValues`.',
    remedy: 'Remove the word, or map a word of an issuer to it and deploy.',
    check: wordsWithoutEffect,
  },
  {
    id: 'acr-too-weak',
    scope: 'item',
    severity: 'warning',
    meaning:
      'Only weaker words are accepted, but a list of words or of methods counts as the strongest word that it shows. A user who also has a stronger word is challenged again and again.',
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
    `${issuer.issuer} would be asked for ${theirs.join(', ')} (for ${text}), but its acr_values_supported lists only ${announced.slice(0, 16).join(', ')}: set up the word there, or correct the mapping`,
  ];
}

/** Of several words, the strongest counts (core/token/issuer-words.ts). */
function tooWeak({ acr, text }: AskedAcr, { issuer, words }: IssuerAcr): string[] {
  const strongest = words.reachable.at(-1);
  if (!words.saysSeveral || strongest === undefined || acr.includes(strongest)) return [];
  return [
    `only ${text} is accepted, but the list ${signInNames(issuer).acr} of ${issuer.issuer} counts as its strongest word: a user who also has ${strongest} is challenged again and again. Accept ${strongest} too, with acr instead of acrValues`,
  ];
}

/** Of acrValues alone: an acr (at least this) may include a word that no issuer has. */
function wordsWithoutEffect({ own }: Subject, { issuers }: World): ItemMessage[] {
  const parts = [own, ...(own.rules ?? []), own.upcoming, ...(own.upcoming?.rules ?? [])];
  const listed = new Set(parts.flatMap((part) => part?.acrValues ?? []));
  const reachable = new Set(issuers.flatMap(({ words }) => words.reachable));
  const idle = [...listed].filter((word) => !reachable.has(word));
  // Where no issuer has any of the words, acr-unreachable says so.
  if (idle.length === 0 || idle.length === listed.size) return [];
  return [
    {
      field: 'acrValues',
      message: `acrValues has ${idle.join(', ')}, for which no issuer has a word: remove it, or map a word of an issuer to it`,
    },
  ];
}
