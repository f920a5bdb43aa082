/** Grants that the grant table of a test has to take. */
import type { DynamoDBClient } from '../../../adapters/dynamodb/client.ts';
import { createGrantIssuer } from '../../../adapters/stores/grant-issuer.ts';
import type { Grant } from '../../../core/decision/grant.ts';

/** The value of a grant that was stored. Throws where its holder has too many. */
export async function storedGrant(
  client: DynamoDBClient,
  grant: Grant,
  signal: AbortSignal,
): Promise<string> {
  const issued = await createGrantIssuer(client, 'grant').issue(grant, signal);
  if (issued.ok) return issued.value;
  throw new Error('the grant was not stored: its holder has too many');
}
