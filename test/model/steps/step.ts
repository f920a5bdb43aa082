/** A step of a history, for fast-check. It says in code what it does, so that a failing history can be read and repeated. */
import type fc from 'fast-check';
import type { History } from '../history.ts';

/** Nothing beside the history itself: it knows the product and the reference. */
export type Nothing = Readonly<Record<string, never>>;

export class Step implements fc.AsyncCommand<Nothing, History> {
  readonly #text: string;
  readonly #act: (history: History) => Promise<void> | void;

  /** `name` and `args` say in code what `act` does. */
  constructor(name: string, args: readonly unknown[], act: (history: History) => Promise<void> | void) {
    this.#text = `${name}(${args.map((one) => JSON.stringify(one)).join(', ')})`;
    this.#act = act;
  }

  check(): boolean {
    return true;
  }

  async run(_: Nothing, history: History): Promise<void> {
    await this.#act(history);
  }

  toString(): string {
    return this.#text;
  }
}

export type Steps = fc.Arbitrary<Step>;
