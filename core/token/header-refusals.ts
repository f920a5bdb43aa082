/** Why the header of a token is not accepted: by its algorithm, or by its type. */
import { SIGNATURE_ALGORITHMS } from '../trust/signature-algorithms.ts';
import type { TrustedIssuer } from '../trust/trust-config.ts';
import type { TokenSettings } from '../trust/token-settings.ts';
import { isForeignType } from '../trust/other-tokens.ts';
import { NO_TYPE, tokenType } from '../trust/token-type.ts';
import { shown, shownList } from './shown.ts';
import { refuse } from './token-refusal.ts';
import type { TokenRefusal } from './token-refusal.ts';

/** The token has another algorithm than those that are accepted from its issuer. */
export function algorithmRefusal(
  alg: unknown,
  { algorithms }: Pick<TrustedIssuer, 'algorithms'>,
): TokenRefusal {
  const difference = { came: `alg ${shown(alg)}`, expected: shownList(algorithms) };
  const canBeAccepted = SIGNATURE_ALGORITHMS.some((one) => one === alg);
  return refuse(
    'algorithm',
    whyNot(alg),
    canBeAccepted ? { ...difference, setting: 'algorithms' } : difference,
  );
}

function whyNot(alg: unknown): string {
  if (typeof alg !== 'string') return 'The header names no signature algorithm (alg).';
  // RFC 8725 §3.2, in any case of letters: some readers take `None` for `none`.
  if (/^none$/i.test(alg)) return 'The token is not signed (alg none): such a token is never accepted.';
  if (/^HS\d/i.test(alg))
    return 'The token is signed with a shared secret (HMAC): whoever can check such a token can also make one, so none is accepted.';
  return 'The signature algorithm is not accepted from this issuer.';
}

/** The `typ` of the header is not one of an access token. */
export function headerTypeRefusal(typ: unknown, { typ: types }: Pick<TokenSettings, 'typ'>): TokenRefusal {
  const difference = {
    came: `typ ${shown(typ)}`,
    expected: shownList(types.map((type) => (type === NO_TYPE ? undefined : type))),
  };
  const type = tokenType(typ);
  const canBeAccepted = type !== '' && !isForeignType(type);
  return refuse(
    'type',
    'This is not an access token: the typ in its header says otherwise.',
    canBeAccepted ? { ...difference, setting: 'token.typ' } : difference,
  );
}
