/** The decisions of the functions, as the console's server sends them (server-sent events). */
import { pathOf } from '../exchange/api-request.ts';
import type { AccessLine, ConsoleEvent, DecisionLine } from '../../wire/events.ts';
import { parseJson } from '../shell/json.ts';
import { fits } from '../exchange/route-match.ts';
import { createStore } from '../shell/store.ts';

export interface Decision extends DecisionLine, Partial<Omit<AccessLine, 'extendedRequestId'>> {
  /** The cause of a fault. */
  readonly fault?: string;
  /** A number of this page's own, in the order of arrival. */
  readonly number: number;
}

/** Decisions that are shown at the most: as many as the server keeps. */
const MOST = 500;

/** Events that arrive within this time are drawn together, such as the recent decisions at the start; in milliseconds. */
const DRAWN_EVERY = 30;

/** How long to wait for the line of a decision that was just made; in milliseconds. */
const PATIENCE = 600;

/** Newest first. */
export const decisions = createStore<readonly Decision[]>([]);
export const live = createStore(false);

export function followDecisions(): void {
  const source = new EventSource('/api/events');
  source.onopen = () => {
    // The stream begins with the recent decisions, after a reconnect too.
    decisions.set(() => []);
    live.set(() => true);
  };
  source.onerror = () => {
    live.set(() => false);
  };
  let arrived: ConsoleEvent[] = [];
  source.onmessage = ({ data }) => {
    arrived.push(parseJson<ConsoleEvent>(String(data)));
    if (arrived.length > 1) return;
    setTimeout(() => {
      const events = arrived;
      arrived = [];
      decisions.set((list) => events.reduce(withEvent, list).slice(0, MOST));
    }, DRAWN_EVERY);
  };
}

let last = 0;

function withEvent(list: readonly Decision[], event: ConsoleEvent): readonly Decision[] {
  if (event.kind === 'decision') return [{ ...event, number: ++last }, ...list];
  if (event.kind === 'access') {
    const { status, authorizerLatency, responseLatency } = event;
    return list.map((one) =>
      one.extendedRequestId === event.extendedRequestId
        ? { ...one, status, authorizerLatency, responseLatency }
        : one,
    );
  }
  const { message, timestamp, cause = '' } = event;
  const fault = { message: 'Fault', timestamp, extendedRequestId: '', route: '', reason: message };
  return [{ ...fault, fault: cause, number: ++last }, ...list];
}

/**
 * The decision on the request with this id of API Gateway. Where the page cannot read the id of the answer: the first
 * decision on that method and path since then. Undefined when no line arrives in time.
 */
export async function decisionOf(id: string | null, asked: Asked): Promise<Decision | undefined> {
  const find = () =>
    decisions
      .get()
      .find((one) =>
        id === null
          ? Date.parse(one.timestamp) >= asked.since && isFor(one.route, asked)
          : one.extendedRequestId === id,
      );
  const known = find();
  if (known !== undefined) return known;
  return new Promise((resolve) => {
    const end = (found: Decision | undefined) => {
      clearTimeout(timer);
      stop();
      resolve(found);
    };
    const timer = setTimeout(() => {
      end(undefined);
    }, PATIENCE);
    const stop = decisions.subscribe(() => {
      const found = find();
      if (found !== undefined) end(found);
    });
  });
}

/** `since` in milliseconds since 1970. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly since: number;
}

function isFor(route: string, { method, url }: Asked): boolean {
  const [routeMethod = '', template = ''] = route.split(' ');
  return fits({ method: routeMethod, template }, { method, path: pathOf(url) });
}
