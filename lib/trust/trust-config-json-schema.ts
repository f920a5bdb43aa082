/** The JSON Schema of the trust config. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { trustConfigSchema } from '../../core/trust/trust-schema.ts';

/**
 * The JSON Schema that editors check `step-up.config.json` with. What JSON Schema cannot express (two equal issuers, an
 * acr word outside the vocabulary) is checked at synth.
 */
export function trustConfigJsonSchema() {
  return toJsonSchema(
    trustConfigSchema({ vocabulary: undefined, allowLoopback: false, oversights: () => [] }),
    {
      typeMode: 'input',
      errorMode: 'ignore',
    },
  );
}
