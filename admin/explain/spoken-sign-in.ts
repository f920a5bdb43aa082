/** A sign-in that an administrator describes in our words, as the issuer would say it. */
import type { IssuerTrust } from '../../core/token/issuer-words.ts';
import { saidSignIn, signInNames } from '../../core/token/said-sign-in.ts';
import type { SaidSignIn, SignInNames } from '../../core/token/said-sign-in.ts';

interface Described {
  /** In our words. One that the issuer cannot give is none. */
  readonly acr: string | undefined;
  /** Seconds since 1970. */
  readonly authTime: number;
}

/** A time that the issuer never writes is left out. */
export function spokenSignIn({ acr, authTime }: Described, { issuer }: IssuerTrust): SaidSignIn {
  const names = signInNames(issuer);
  const { methods, values, numbers } = issuer.acr;
  const mapped = numbers ?? values;
  const word = mapped === undefined ? acr : Object.keys(mapped).find((their) => mapped[their] === acr);
  const used =
    methods?.find((set) => set.acr === acr)?.all ?? (names.factorTime === undefined ? [] : ['pwd']);
  const claims = {
    ...(methods !== undefined || word === undefined ? {} : { [names.acr]: word }),
    ...(used.length === 0
      ? {}
      : { [names.amr]: used.map((method) => spokenMethod(method, authTime, names)) }),
    ...(names.authTime === undefined ? {} : { [names.authTime]: authTime }),
  };
  return saidSignIn(claims, issuer);
}

function spokenMethod(method: string, time: number, { method: member, factorTime }: SignInNames): unknown {
  if (member === undefined) return method;
  return { [member]: method, ...(factorTime === undefined ? {} : { [factorTime]: time }) };
}
