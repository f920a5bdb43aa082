/** The grants of the table, for the page. */
import * as v from 'valibot';
import type { StoredGrant } from '../wire/api.ts';

const grant: v.GenericSchema<unknown, StoredGrant> = v.object({
  id: v.string(),
  subject: v.string(),
  target: v.string(),
  path: v.exactOptional(v.string()),
  acr: v.exactOptional(v.string()),
  issuedAt: v.number(),
  expiresAt: v.number(),
});

/** The items that are grants. An item of another form opens nothing. */
export function storedGrants(items: readonly unknown[]): readonly StoredGrant[] {
  return items.flatMap((item) => {
    const parsed = v.safeParse(grant, item);
    return parsed.success ? [parsed.output] : [];
  });
}
