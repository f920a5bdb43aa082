/** Policy for the console, through the use cases of administrators: list, review, write, explain and what-if. */
import { documentOf } from '../../admin/explain/document.ts';
import { checkForm } from '../../admin/files/documents.ts';
import { parseFields } from '../../admin/files/policy-file.ts';
import type { Administration } from '../../admin/administration.ts';
import { stampOf, versionOf } from '../../admin/policy/item-fields.ts';
import type { Item } from '../../admin/policy/item-fields.ts';
import { routeKey } from '../../admin/policy/route-key.ts';
import type { WrittenPolicy } from '../../admin/policy/write-policy.ts';
import type { Connection } from '../../admin/protected-api.ts';
import type { AdminRefusal } from '../../admin/refusal.ts';
import { scenarioFile } from '../../admin/simulate/scenarios.ts';
import type { Answer } from '../../admin/use-case.ts';
import type { History, PolicyText, Refused, Review, Written } from '../wire/policy.ts';
import { fieldsText } from './fields-text.ts';
import { changeOf } from './policy-change.ts';
import { reviewOf, unreadable } from './policy-review.ts';

const CHANGES_SHOWN = 20;

export interface PolicyDesk {
  readonly list: () => Promise<readonly Item[]>;
  readonly text: (route: string) => Promise<PolicyText>;
  readonly review: (route: string, fields: string) => Promise<Review>;
  readonly reviewRemoval: (route: string) => Promise<Review>;
  readonly write: (route: string, seen: PolicyText, loosen: boolean) => Promise<Written>;
  readonly remove: (route: string, stamp: string, loosen: boolean) => Promise<Written>;
  readonly history: (route: string) => Promise<History>;
  readonly explain: (method: string, path: string, secrets: Secrets) => Promise<unknown>;
  /** The decisions on scenarios if the item had these fields. `suite` is the content of a scenario file. */
  readonly whatIf: (route: string, fields: string, suite: unknown) => Promise<unknown>;
}

export interface Secrets {
  readonly token?: string | undefined;
  readonly grant?: string | undefined;
}

export interface PolicyDeskParts {
  readonly admin: Administration;
  readonly connect: () => Promise<Connection>;
  /** Seconds since 1970. */
  readonly now: () => number;
}

export function createPolicyDesk(parts: PolicyDeskParts): PolicyDesk {
  return { ...readings(parts), ...changes(parts), ...trials(parts) };
}

function readings({ admin, connect }: PolicyDeskParts): Pick<PolicyDesk, 'list' | 'text' | 'history'> {
  return {
    list: async () => listed(admin, await connect()),
    text: async (route) => {
      const item = itemOrNone(await admin.getPolicy(await connect(), { route }));
      if (item === undefined) return { stamp: stampOf(item), text: '' };
      return { stamp: stampOf(item), text: fieldsText(item), version: versionOf(item) };
    },
    history: async (route) => {
      const found = await admin.policyHistory(await connect(), { route, limit: CHANGES_SHOWN });
      if (!found.ok) return { error: found.error.message };
      const { route: key, changes: entries } = found.value;
      return { changes: entries.map((entry) => changeOf(key, entry)) };
    },
  };
}

type Changes = Pick<PolicyDesk, 'review' | 'reviewRemoval' | 'write' | 'remove'>;

function changes({ admin, connect, now }: PolicyDeskParts): Changes {
  const stampIn = async (route: string) =>
    stampOf(itemOrNone(await admin.getPolicy(await connect(), { route })));
  const written = async (route: string, stamp: string, answer: Answer<WrittenPolicy>): Promise<Written> => {
    if (answer.ok) return { kind: 'written' };
    const { code, message } = answer.error;
    // dynalite reports a conflict for every item with a map or a list (docs/local-run.md): then the stamp is unchanged.
    const isChanged = code === 'policy_conflict' && (await stampIn(route)) !== stamp;
    return isChanged ? { kind: 'changed' } : { kind: 'refused', problem: message, code };
  };
  const how = (loosen: boolean, stamp: string) => ({ loosen, stamp, writer: 'console', now: now() });
  return {
    review: async (route, text) => {
      const connection = await connect();
      const fields = await admin.attempt(() => fieldsIn(route, text));
      if (!fields.ok) return unreadable(fields.error, await stampIn(route));
      const reviewed = await admin.reviewPolicy(connection, { route, fields: fields.value, now: now() });
      return reviewed.ok ? reviewOf(reviewed.value, text) : unreadable(reviewed.error, await stampIn(route));
    },
    reviewRemoval: async (route) => {
      const reviewed = await admin.reviewPolicy(await connect(), { route, fields: undefined, now: now() });
      return reviewed.ok ? reviewOf(reviewed.value, '') : unreadable(reviewed.error, await stampIn(route));
    },
    write: async (route, { text, stamp }, loosen) => {
      const connection = await connect();
      const fields = await admin.attempt(() => fieldsIn(route, text));
      if (!fields.ok) return { kind: 'refused', problem: fields.error.message, code: fields.error.code };
      const write = { route, fields: fields.value, ...how(loosen, stamp) };
      return written(route, stamp, await admin.putPolicy(connection, write));
    },
    remove: async (route, stamp, loosen) =>
      written(route, stamp, await admin.deletePolicy(await connect(), { route, ...how(loosen, stamp) })),
  };
}

function trials({ admin, connect, now }: PolicyDeskParts): Pick<PolicyDesk, 'explain' | 'whatIf'> {
  return {
    explain: async (method, path, { token = '', grant }) => {
      const explained = await admin.explainRequest(await connect(), {
        request: { method, path, query: [], headers: [], ip: undefined },
        caller: { token },
        grant: grant === undefined ? undefined : { value: grant },
        now: now(),
      });
      return explained.ok ? documentOf(explained.value.explanation) : refused(explained.error);
    },
    whatIf: async (route, text, suite) => {
      const connection = await connect();
      const proposed = await admin.attempt(async () => {
        const { scenarios } = checkForm(scenarioFile, suite, 'the scenarios');
        const fields = fieldsIn(route, text);
        const others = (await listed(admin, connection)).filter((one) => one.route !== fields.route);
        const policy = new Map([...others, fields].map((item) => [String(item.route), item]));
        return { scenarios, policy, now: now() };
      });
      if (!proposed.ok) return refused(proposed.error);
      const simulated = await admin.simulateAgainst(connection, proposed.value);
      return simulated.ok ? simulated.value : refused(simulated.error);
    },
  };
}

const NO_ITEM: readonly string[] = ['no_such_item', 'route_malformed'];

function itemOrNone(answer: Answer<Item>): Item | undefined {
  return !answer.ok && NO_ITEM.includes(answer.error.code) ? undefined : valueOf(answer);
}

async function listed(admin: Administration, connection: Connection): Promise<readonly Item[]> {
  return valueOf(await admin.listPolicies(connection, { select: (item: Item) => item }));
}

function valueOf<Data>(answer: Answer<Data>): Data {
  if (answer.ok) return answer.value;
  throw answer.error;
}

function refused({ message, code }: AdminRefusal): Refused {
  return { error: message, code };
}

/** The fields of the editor, with the key. An empty text is an item without fields. */
function fieldsIn(route: string, text: string): Item {
  const key = routeKey(route);
  return text.trim() === '' ? { route: key } : parseFields(text, 'the text', key);
}
