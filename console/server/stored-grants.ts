/** The grants of the table, for the page. */
import * as v from 'valibot';
import { keptSignIn, saidAcr } from '../../core/token/said-sign-in.ts';
import type { StoredGrant } from '../wire/api.ts';

const grant: v.GenericSchema<unknown, StoredGrant> = v.pipe(
  v.object({
    id: v.string(),
    subject: v.string(),
    target: v.string(),
    path: v.exactOptional(v.string()),
    signIn: keptSignIn,
    issuedAt: v.number(),
    expiresAt: v.number(),
  }),
  v.transform(({ signIn, ...rest }) => {
    const acr = saidAcr(signIn);
    return { ...rest, ...(acr === undefined ? {} : { acr }) };
  }),
);

/** The items that are grants. An item of another form opens nothing. */
export function storedGrants(items: readonly unknown[]): readonly StoredGrant[] {
  return items.flatMap((item) => {
    const parsed = v.safeParse(grant, item);
    return parsed.success ? [parsed.output] : [];
  });
}
