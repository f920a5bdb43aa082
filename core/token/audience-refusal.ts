/** Whether a token is for this API: by its audience (RFC 9068 §4, RFC 8707), and by its client. */
import type { TrustedIssuer } from '../trust/trust-config.ts';
import { shown, shownList } from './shown.ts';
import { refuse } from './token-refusal.ts';
import type { TokenRefusal } from './token-refusal.ts';

type Json = Readonly<Record<string, unknown>>;

/** Why the token is not for this API. A token is without `aud` only where the member is missing: null, empty text and an empty list match nothing. */
export function audienceRefusal(
  payload: Json,
  client: string,
  {
    audience,
    clients,
    clientsWithoutAudience,
  }: Pick<TrustedIssuer, 'audience' | 'clients' | 'clientsWithoutAudience'>,
): TokenRefusal | undefined {
  if (clients?.includes(client) === false)
    return refuse('client_not_allowed', 'The client of the token is not one of those that may come.', {
      came: `client ${shown(client)}`,
      expected: shownList(clients),
      setting: 'clients',
    });
  if (Object.hasOwn(payload, 'aud')) {
    const named = [payload.aud].flat();
    return audience.some((one) => named.includes(one))
      ? undefined
      : refuse('audience', 'The token is for another audience.', {
          came: `aud ${shown(payload.aud)}`,
          expected: shownList(audience),
          setting: 'audience',
        });
  }
  return clientsWithoutAudience?.includes(client) === true
    ? undefined
    : refuse('audience', 'The token names no audience, and its client may not come without one.', {
        came: `no aud, client ${shown(client)}`,
        expected: withoutAudience(audience, clientsWithoutAudience),
        setting: 'clientsWithoutAudience',
      });
}

function withoutAudience(audience: readonly string[], clients: readonly string[] = []): string {
  const parts = [
    audience.length === 0 ? undefined : `aud ${shownList(audience)}`,
    clients.length === 0 ? undefined : `client ${shownList(clients)}`,
  ];
  return parts.filter((part) => part !== undefined).join(', or without aud ');
}
