/** What checks of all items read: the table, the API, the trust config, the time. */
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import type { Coverage } from './coverage.ts';
import type { IssuerAcr } from './issuer-acr.ts';
import type { Items } from './read-items.ts';

export interface World {
  readonly items: Items;
  /** Undefined if the methods of the API are not known. */
  readonly coverage: Coverage | undefined;
  readonly trust: TrustConfig;
  readonly issuers: readonly IssuerAcr[];
  /** `acr_values_supported` of each issuer that publishes it. */
  readonly announcedAcr: ReadonlyMap<string, readonly string[]>;
  /** Seconds since 1970. */
  readonly now: number;
}
