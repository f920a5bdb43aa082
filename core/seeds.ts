/** The seeds: policy items that a deployment creates (lib/seed-policies.ts, lambda/seed-policies/). */
import * as v from 'valibot';

/**
 * The key of the one item of the policy table that is no policy: its `seeds` are the keys of the policies that deployments
 * have created in this table. No route has this key, and whoever reads all items leaves it out.
 */
export const SEED_RECORD = 'SEEDS';

/** The property `Seeds` of the custom resource: JSON text. */
export const seedsProperty = v.pipe(v.string(), v.parseJson(), v.array(v.looseObject({ route: v.string() })));
