/** Reads the claims of an access token where the settings of its issuer say that they stand. */
import * as v from 'valibot';
import { ownValue } from '../own-value.ts';
import type { Mark, TokenSettings } from '../trust/token-settings.ts';
import { CLIENT_CLAIMS } from '../trust/names.ts';
import { FOREIGN_CLAIMS, isForeignType } from '../trust/other-tokens.ts';
import { tokenType } from '../trust/token-type.ts';
import { name } from './claim-types.ts';

type Json = Readonly<Record<string, unknown>>;

/** The client of the token; undefined where it names none, where one of its names cannot be read, or where it is not the only client. */
export function clientOf(payload: Json, { client }: Pick<TokenSettings, 'client'>): string | undefined {
  if ('fixed' in client)
    return namesIn(payload, CLIENT_CLAIMS).every((value) => value === client.fixed)
      ? client.fixed
      : undefined;
  const named = namesIn(payload, client);
  const names = named.filter((value) => v.is(name, value));
  return names.length === named.length ? names[0] : undefined;
}

/** What stands in those of the claims that the token has. */
function namesIn(payload: Json, claims: readonly string[]): readonly unknown[] {
  return claims.filter((claim) => Object.hasOwn(payload, claim)).map((claim) => payload[claim]);
}

/** RFC 6749 §3.3. A scope in a list, with a space in it, would become two where the scopes are written as one text. */
const SCOPE = /^[!#-[\]-~]+$/;

/** Its scopes. Values that are not scopes are left out. */
export function scopesOf(payload: Json, { scopes }: Pick<TokenSettings, 'scopes'>): readonly string[] {
  return scopes.flatMap((claim) => scopesIn(ownValue(payload, claim)));
}

function scopesIn(value: unknown): readonly string[] {
  const list: readonly unknown[] = typeof value === 'string' ? value.split(' ') : [value].flat();
  return list.filter((scope) => typeof scope === 'string').filter((scope) => SCOPE.test(scope));
}

/** The claim by which this is another kind of token, whatever the settings say; undefined where there is none. */
export function foreignClaim(payload: Json): string | undefined {
  const type = tokenType(payload.typ);
  // One that cannot be read may be that of another kind.
  if (type === '' || isForeignType(type)) return 'typ';
  return FOREIGN_CLAIMS.find((claim) => Object.hasOwn(payload, claim));
}

/** Whether the claims are those of an access token, as its issuer writes it. */
export function isAccessToken(payload: Json, { accessToken }: Pick<TokenSettings, 'accessToken'>): boolean {
  return accessToken.length === 0 || accessToken.some((mark) => isMarked(payload, mark));
}

/** Whether the token has the mark. A claim may have its value in a list. */
export function isMarked(payload: Json, { claim, value }: Mark): boolean {
  if (!Object.hasOwn(payload, claim)) return false;
  const values: readonly unknown[] = [payload[claim]].flat();
  return value === undefined || values.includes(value);
}

/** Whether the `sub` is the client itself, as in a token of client credentials (RFC 9068 §2.2). Some issuers name the client in `aud` alone. */
export function isClientItself(payload: Json, client: string, { machineSubjects }: TokenSettings): boolean {
  // An object in JSON can have a member toString, and has no text then.
  const clients = [client, ...namesIn(payload, CLIENT_CLAIMS), ...[payload.aud].flat()].filter(
    (one) => typeof one !== 'object',
  );
  return clients.some((one) =>
    ['', ...machineSubjects].some((end) => payload.sub === `${String(one)}${end}`),
  );
}
