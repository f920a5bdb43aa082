/** Grants that a store has to take. */
import type { GrantIssuer } from '../../../adapters/stores/grant-issuer.ts';
import type { Grant } from '../../../core/decision/grant.ts';

/** The value of a grant that was stored. Throws where its holder has too many. */
export async function storedGrant(store: GrantIssuer, grant: Grant, signal: AbortSignal): Promise<string> {
  const issued = await store.issue(grant, signal);
  if (issued.ok) return issued.value;
  throw new Error('the grant was not stored: its holder has too many');
}
