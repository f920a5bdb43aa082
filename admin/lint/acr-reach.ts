/** Acr words that the issuers cannot vouch for, by their mapping or by their own word. */
import { issuerWords } from '../../core/token/issuer-words.ts';
import type { IssuerWords } from '../../core/token/issuer-words.ts';
import { combine } from '../../core/policy/requirement.ts';
import type { TrustConfig, TrustedIssuer } from '../../core/token/trust-config.ts';
import { distinct, finding } from './finding.ts';
import type { Finding } from './finding.ts';
import { liveVersionsOf, since } from './subject.ts';
import type { Look, Subject, World } from './subject.ts';

interface Voucher {
  readonly issuer: TrustedIssuer;
  readonly words: IssuerWords;
}

const vouchersOf = new WeakMap<TrustConfig, readonly Voucher[]>();

function vouchers(trust: TrustConfig): readonly Voucher[] {
  const known = vouchersOf.get(trust);
  if (known !== undefined) return known;
  const made = trust.issuers.map((issuer) => ({ issuer, words: issuerWords(issuer.acr, trust.acr) }));
  vouchersOf.set(trust, made);
  return made;
}

/** An item that only names a group asks for nothing that is not said of the group. */
export const reachableWords: Look = (subject, world) => {
  const { own } = subject;
  const asks = [own, own.upcoming].some((one) => (one?.acr ?? one?.acrValues ?? one?.rules) !== undefined);
  if (!asks) return [];
  const sets = liveVersionsOf(subject, world).flatMap((version) => {
    const { base, rules } = version.demands;
    const raised = rules.map(({ when, adds }) => ({
      ...combine(base, adds, world.trust.acr),
      where: ` when ${when.text} holds${since(version)}`,
    }));
    return [{ ...base, where: since(version) }, ...raised];
  });
  const seen = new Set<string>();
  const found = sets.flatMap(({ acr, deny, where }) => {
    if (deny || acr === 'any' || acr.length === 0 || seen.has(acr.join(' '))) return [];
    seen.add(acr.join(' '));
    return findingsOn(acr, where, subject, world);
  });
  return distinct([...found, ...idleWords(subject, world)]);
};

function findingsOn(
  acr: readonly string[],
  where: string,
  { key }: Subject,
  { trust, announcedAcr }: World,
): Finding[] {
  const all = vouchers(trust);
  const able = all.filter(({ words }) => words.reachable.some((word) => acr.includes(word)));
  const asked = `${acr.join(', ')}${where}`;
  if (able.length === 0)
    return [
      finding(
        'acr-unreachable',
        key,
        `no issuer can vouch for ${asked}: ask for a word that one has, or map one of its words to it`,
      ),
    ];
  const unable = all
    .filter((one) => !able.includes(one))
    .map(({ issuer }) =>
      finding(
        'acr-unreachable-for-issuer',
        key,
        `${issuer.issuer} can vouch for none of ${asked}: its users are refused. Accept a word that it has, or map one`,
      ),
    );
  return [
    ...unable,
    ...able.flatMap((one) => unsupported(acr, asked, key, one, announcedAcr)),
    ...able.flatMap((one) => tooWeak(acr, asked, key, one)),
  ];
}

function unsupported(
  acr: readonly string[],
  asked: string,
  key: string,
  { issuer, words }: Voucher,
  announcedAcr: World['announcedAcr'],
): Finding[] {
  const announced = announcedAcr.get(issuer.issuer);
  const theirs = words.toTheirs(acr);
  if (announced === undefined || theirs.some((word) => announced.includes(word))) return [];
  return [
    finding(
      'acr-unsupported',
      key,
      `${issuer.issuer} would be asked for ${theirs.join(', ')} (for ${asked}), and its acr_values_supported has only ${announced.slice(0, 16).join(', ')}: set the word up there, or correct the mapping`,
    ),
  ];
}

/** A list claim counts as the strongest word in it (core/token/issuer-words.ts). */
function tooWeak(acr: readonly string[], asked: string, key: string, { issuer, words }: Voucher): Finding[] {
  const strongest = words.reachable.at(-1);
  if (issuer.acr.claim === 'acr' || strongest === undefined || acr.includes(strongest)) return [];
  return [
    finding(
      'acr-too-weak',
      key,
      `only ${asked} is accepted, but the list ${issuer.acr.claim} of ${issuer.issuer} counts as its strongest word: a user who has ${strongest} too is challenged for ever. Accept ${strongest} too, with acr instead of acrValues`,
    ),
  ];
}

/** Words that are written out; one that nobody can vouch for is no mistake in "at least". */
function idleWords({ key, own }: Subject, { trust }: World): Finding[] {
  const parts = [own, ...(own.rules ?? []), own.upcoming, ...(own.upcoming?.rules ?? [])];
  const listed = new Set(parts.flatMap((part) => part?.acrValues ?? []));
  const reachable = new Set(vouchers(trust).flatMap(({ words }) => words.reachable));
  const idle = [...listed].filter((word) => !reachable.has(word));
  // Where all of them are, it is said that nobody can get in.
  if (idle.length === 0 || idle.length === listed.size) return [];
  return [
    finding(
      'acr-word-no-effect',
      key,
      `acrValues has ${idle.join(', ')}, for which no issuer can vouch: remove it, or map a word of an issuer to it`,
    ),
  ];
}
