/** The decisions of the functions, read from their log lines: the recent ones are kept, and listeners get the new ones. */
import * as v from 'valibot';
import type { AccessLine, ConsoleEvent, DecisionLine, FaultLine } from '../wire/events.ts';

const text = v.exactOptional(v.string());

const decisionLine: v.GenericSchema<unknown, DecisionLine> = v.object({
  message: v.string(),
  timestamp: v.string(),
  extendedRequestId: v.string(),
  route: v.string(),
  reason: v.string(),
  issuer: text,
  clientId: text,
  subjectHash: text,
  acr: text,
  authTime: v.exactOptional(v.number()),
  openedBy: text,
  grantRefusal: text,
  rules: v.exactOptional(v.array(v.string())),
});

const faultLine: v.GenericSchema<unknown, FaultLine> = v.object({
  level: v.literal('ERROR'),
  message: v.string(),
  timestamp: v.string(),
  cause: text,
});

const accessLine: v.GenericSchema<unknown, AccessLine> = v.object({
  extendedRequestId: v.string(),
  status: v.string(),
  authorizerLatency: v.string(),
  responseLatency: v.string(),
});

/** Events that are kept for a page that opens later. */
const MOST_KEPT = 500;

export interface Decisions {
  /** Takes a line of the log. Most lines are not about a decision. */
  readonly note: (source: string, line: string) => void;
  readonly recent: () => readonly ConsoleEvent[];
  /** Returns how to stop listening. */
  readonly listen: (listener: (event: ConsoleEvent) => void) => () => void;
}

export function createDecisions(): Decisions {
  const kept: ConsoleEvent[] = [];
  const listeners = new Set<(event: ConsoleEvent) => void>();
  return {
    note: (source, line) => {
      const event = eventOf(source, line);
      if (event === undefined) return;
      kept.push(event);
      if (kept.length > MOST_KEPT) kept.shift();
      for (const listener of listeners) listener(event);
    },
    recent: () => kept,
    listen: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function eventOf(source: string, line: string): ConsoleEvent | undefined {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), line);
  if (!json.success) return undefined;
  if (source === 'access') {
    const access = v.safeParse(accessLine, json.output);
    return access.success ? { kind: 'access', ...access.output } : undefined;
  }
  const decision = v.safeParse(decisionLine, json.output);
  if (decision.success) return { kind: 'decision', ...decision.output };
  const fault = v.safeParse(faultLine, json.output);
  return fault.success ? { kind: 'fault', ...fault.output } : undefined;
}
