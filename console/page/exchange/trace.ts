/** The steps of an exchange that are drawn, in the order in which they happened. */
import { createStore } from '../shell/store.ts';

export type Lane = 'client' | 'api' | 'provider';

/** One demand, and whether this request met it. */
export interface Check {
  readonly met: boolean;
  /** Shown instead of `met` or `not met`. */
  readonly mark?: string;
  readonly demand: string;
  readonly actual: string;
}

export type Section =
  | {
      readonly kind: 'fields';
      readonly title: string;
      readonly fields: readonly (readonly [string, string])[];
    }
  | { readonly kind: 'json'; readonly title: string; readonly value: unknown };

export interface Step {
  readonly id: number;
  readonly from: Lane;
  readonly to: Lane;
  readonly tone: 'plain' | 'good' | 'bad' | 'ask';
  readonly title: string;
  readonly summary: string;
  /** Milliseconds since the exchange began. */
  readonly at: number;
  /** How long an answer took, in milliseconds. */
  readonly took?: number | undefined;
  readonly checks?: readonly Check[] | undefined;
  /** While the checks are looked up: how many lines to keep free for them, so that nothing below moves. */
  readonly lookUp?: { readonly isOver: boolean; readonly expected: number };
  readonly sections: readonly Section[];
}

export interface Trace {
  readonly title: string;
  /** In milliseconds since 1970: the page may be left for the provider and loaded again in between. */
  readonly began: number;
  readonly steps: readonly Step[];
}

export const trace = createStore<Trace | undefined>(undefined);

export function beginTrace(title: string): void {
  trace.set(() => ({ title, began: Date.now(), steps: [] }));
}

/** Adds a step and returns its id. */
export function addStep(step: Omit<Step, 'id' | 'at'>): number {
  const { began, steps } = trace.get() ?? { began: Date.now(), steps: [] };
  const id = (steps.at(-1)?.id ?? 0) + 1;
  trace.set((current) => {
    const { title = '', steps: before = [] } = current ?? {};
    return { title, began, steps: [...before, { ...step, id, at: Date.now() - began }] };
  });
  return id;
}

export function changeStep(id: number, change: (step: Step) => Partial<Step>): void {
  trace.set(
    (current) =>
      current && {
        ...current,
        steps: current.steps.map((step) => (step.id === id ? { ...step, ...change(step) } : step)),
      },
  );
}
