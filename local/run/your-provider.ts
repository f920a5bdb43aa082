/** The user's own provider, where the run signs in as a client of the user's. */
import type { TrustedIssuerProps } from '../../lib/trust/trust-config.ts';
import { findProvider } from '../sign-in/find-provider.ts';
import type { FoundProvider } from '../sign-in/find-provider.ts';
import type { SignInFlags } from './flags.ts';

export interface YourProvider extends FoundProvider {
  readonly clientId: string;
  /** Space-separated. */
  readonly scope: string;
  /** The API that tokens are for (RFC 8707). */
  readonly resource: string | undefined;
  /** More parameters of the authorization request. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Finds the provider that flags and trust config name.
 * @throws Error that says what to change, where they name none, or it does not answer as the trust config says
 */
export async function yourProvider(
  flags: SignInFlags,
  issuers: readonly Pick<TrustedIssuerProps, 'issuer'>[],
): Promise<YourProvider> {
  const { clientId, scope = 'openid', resource, audience } = flags;
  requireOpenid(scope);
  const found = await findProvider(
    issuerOf(
      flags.issuer,
      issuers.map(({ issuer }) => issuer),
    ),
  );
  return {
    ...found,
    clientId,
    scope,
    resource,
    parameters: audience === undefined ? {} : { audience },
  };
}

function issuerOf(named: string | undefined, issuers: readonly string[]): string {
  const [first, ...others] = issuers;
  if (named === undefined && first !== undefined && others.length === 0) return first;
  if (named !== undefined && issuers.includes(named)) return named;
  const problem =
    named === undefined
      ? 'the trust config has several issuers'
      : `--issuer ${named} is not in the trust config`;
  throw new Error(
    `${problem}: write one of them, character by character: ${issuers.map((issuer) => `--issuer ${issuer}`).join(' or ')}`,
  );
}

/** Without it the provider gives no ID token, by which a sign-in is checked. */
function requireOpenid(scope: string): void {
  if (!scope.split(' ').includes('openid'))
    throw new Error(`--scope "${scope}" lacks openid: write --scope "openid ${scope}"`);
}
