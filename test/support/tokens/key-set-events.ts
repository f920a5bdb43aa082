/** Events of key sets for verifiers of tests. */
import type { KeySetEvents } from '../../../adapters/tokens/key-set.ts';

/** Nobody hears of them. */
export const UNHEARD: KeySetEvents = {
  onStale: () => undefined,
  onEmpty: () => undefined,
  onExposed: () => undefined,
};
