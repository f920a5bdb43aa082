/** Tells, on stderr, how far a long work is. */
import type { Runtime } from './command.ts';

/** Items between two lines. */
const STEP = 5_000;

/** Called with a number that grows; tells each time another 5,000 are done. `what` such as `items read`. */
export function progress({ inform }: Pick<Runtime, 'inform'>, what: string): (done: number) => void {
  let told = 0;
  return (done) => {
    if (done - told < STEP) return;
    told = done - (done % STEP);
    inform(`${told} ${what}…`);
  };
}
