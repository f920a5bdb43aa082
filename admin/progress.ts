/** Reports on stderr how far a long task is. */
import type { Runtime } from './command.ts';

/** Items between two reports. */
const STEP = 5_000;

/** Returns a function that takes the number done so far and reports after every 5,000. `what` such as `items read`. */
export function progress({ inform }: Pick<Runtime, 'inform'>, what: string): (done: number) => void {
  let told = 0;
  return (done) => {
    if (done - told < STEP) return;
    told = done - (done % STEP);
    inform(`${told} ${what}…`);
  };
}
