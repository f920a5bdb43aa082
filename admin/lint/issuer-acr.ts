/** The issuers with their acr words, by the mapping in the trust config. */
import { issuerWords } from '../../core/token/issuer-words.ts';
import type { IssuerWords } from '../../core/token/issuer-words.ts';
import type { TrustConfig, TrustedIssuer } from '../../core/trust/trust-config.ts';

export interface IssuerAcr {
  readonly issuer: TrustedIssuer;
  readonly words: IssuerWords;
}

export function issuerAcrOf({ acr, issuers }: TrustConfig): readonly IssuerAcr[] {
  return issuers.map((issuer) => ({ issuer, words: issuerWords(issuer, acr) }));
}
