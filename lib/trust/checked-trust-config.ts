/** Checks at synth the trust config that the construct is given. */
import { Token } from 'aws-cdk-lib';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import { mistakeList } from '../../core/mistake-list.ts';
import { SetupError } from '../setup-error.ts';
import { keyMaterialMistakes } from './key-material.ts';
import type { TrustConfigProps } from './trust-config.ts';

/**
 * The trust config of the construct, with its defaults. Throws a SetupError with every mistake in it, or with every URL
 * that is known only at deployment.
 */
export function checkedTrustConfig(trust: TrustConfigProps, allowLoopbackIssuers: boolean): TrustConfig {
  const unknown = unresolvedPaths(trust);
  if (unknown.length > 0) {
    throw new SetupError(
      `${unknown.join(', ')} of the trust config: known only at deployment, but checked at synth. Write the value. ` +
        'For a Cognito user pool: https://cognito-idp.<region>.amazonaws.com/ with the name of the region, then its userPoolId.',
    );
  }
  const parsed = parseTrustConfig(trust, { allowLoopbackIssuers });
  const mistakes = parsed.ok ? keyMaterialMistakes(parsed.value) : parsed.error;
  if (!parsed.ok || mistakes.length > 0)
    throw new SetupError(`The trust config has mistakes:\n${mistakeList(mistakes)}`);
  return parsed.value;
}

/** The paths of URLs whose host is a token. In other values, such as audiences, a token may stand. */
function unresolvedPaths(trust: unknown): string[] {
  const { issuers, publicUrl, cors } = members(trust);
  const origins = list(members(cors).allowedOrigins);
  const urls: [path: string, url: unknown][] = [
    ...list(issuers).flatMap((one, index): typeof urls => [
      [`issuers[${index}].issuer`, members(one).issuer],
      [`issuers[${index}].jwksUri`, members(one).jwksUri],
    ]),
    ['publicUrl', publicUrl],
    ...origins.map((origin, index): (typeof urls)[number] => [`cors.allowedOrigins[${index}]`, origin]),
  ];
  return urls
    .filter(([, url]) => typeof url === 'string' && Token.isUnresolved(url) && !URL.canParse(url))
    .map(([path]) => path);
}

/** An app in JavaScript may give any value: the parser reports what is wrong with it. */
function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
