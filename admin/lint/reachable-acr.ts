/** The acr words that the issuers publish (OpenID Connect Discovery 1.0 §3). */
import * as v from 'valibot';
import { fetchJson } from '../../adapters/tokens/fetch-json.ts';
import { openIdDocument } from '../../adapters/tokens/fetch-key-set.ts';
import type { TrustedIssuer } from '../../core/trust/trust-config.ts';

/** For all issuers together, which are asked at the same time, in milliseconds. */
const DEADLINE = 3_000;

/**
 * `acr_values_supported` of each issuer that can be reached and publishes it. The result leaves the others out: the
 * member is optional, and the administrator's network may not reach the issuer.
 */
export async function reachableAcr(
  issuers: readonly Pick<TrustedIssuer, 'issuer' | 'certificateAuthorities'>[],
  deadline = DEADLINE,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const signal = AbortSignal.timeout(deadline);
  const answers = await Promise.allSettled(issuers.map((issuer) => announcedBy(issuer, signal)));
  return new Map(answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])));
}

/** Discovery §4.3: the document must name the issuer whose document was asked for. */
async function announcedBy(
  { issuer, certificateAuthorities: ca }: Pick<TrustedIssuer, 'issuer' | 'certificateAuthorities'>,
  signal: AbortSignal,
): Promise<readonly [string, readonly string[]]> {
  const form = v.object({ issuer: v.literal(issuer), acr_values_supported: v.array(v.string()) });
  const document = await fetchJson(openIdDocument(issuer), form, { signal, ca });
  return [issuer, document.acr_values_supported];
}
