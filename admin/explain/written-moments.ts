/** Times in claims that an administrator has written: relative (`now-60`), or of RFC 3339. */
import { signInNames } from '../../core/token/said-sign-in.ts';
import type { TrustedIssuer } from '../../core/trust/trust-config.ts';
import { momentInText } from '../moment.ts';

type Claims = Readonly<Record<string, unknown>>;

const TIMES = ['auth_time', 'iat', 'nbf', 'exp'];

/** The claims with these times in seconds since 1970, also those that the trust config names for the sign-in. */
export function withMoments(claims: Claims, issuer: TrustedIssuer, now: number): Claims {
  const { amr, authTime, factorTime } = signInNames(issuer);
  const times = [...TIMES, authTime];
  const read = Object.entries(claims).map(([name, value]): [string, unknown] => {
    if (times.includes(name)) return [name, inSeconds(value, now)];
    return name === amr && factorTime !== undefined && Array.isArray(value)
      ? [name, value.map((method: unknown) => withTime(method, factorTime, now))]
      : [name, value];
  });
  return Object.fromEntries(read);
}

function withTime(method: unknown, member: string, now: number): unknown {
  if (typeof method !== 'object' || method === null || !Object.hasOwn(method, member)) return method;
  return { ...method, [member]: inSeconds(Reflect.get(method, member), now) };
}

function inSeconds(value: unknown, now: number): unknown {
  return typeof value === 'string' ? (momentInText(value, now) ?? value) : value;
}
