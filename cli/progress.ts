/** Reports on stderr how far a long command is. */
import type { Progress } from '../admin/progress.ts';
import type { Runtime } from './runtime.ts';

/** Items between two reports. */
const STEP = 5_000;

/** Reports after every 5,000 items. `what` such as `items read`. */
export function progress({ inform }: Pick<Runtime, 'inform'>, what: string): Progress {
  let told = 0;
  return (done) => {
    if (done - told < STEP) return;
    told = done - (done % STEP);
    inform(`${told} ${what}…`);
  };
}
