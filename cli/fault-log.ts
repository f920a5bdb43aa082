/** Says on stderr what a fault of ours was: the cause of a refusal `internal`. */
import type { FaultLog } from '../admin/use-case.ts';
import { errorText } from '../core/error-text.ts';
import type { Runtime } from './runtime.ts';

export function faultLog({ inform }: Pick<Runtime, 'inform'>): FaultLog {
  return (correlationId, cause) => {
    inform(`fault ${correlationId}: ${errorText(cause)}`);
  };
}
