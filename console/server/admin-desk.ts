/** The use cases of administrators, as the page asks for them. What they refuse is thrown, with its code. */
import { documentOf } from '../../admin/explain/document.ts';
import { checkForm } from '../../admin/files/documents.ts';
import { parseFields } from '../../admin/files/policy-file.ts';
import type { Administration } from '../../admin/administration.ts';
import { stampOf, versionOf } from '../../admin/policy/item-fields.ts';
import type { Item } from '../../admin/policy/item-fields.ts';
import { routeKey } from '../../admin/policy/route-key.ts';
import type { Connection } from '../../admin/protected-api.ts';
import { scenarioFile } from '../../admin/simulate/scenarios.ts';
import { valueOf } from '../../admin/use-case.ts';
import type { Answer } from '../../admin/use-case.ts';
import type { Explanation, InputOf, Risk, WhatIf } from '../wire/api.ts';
import type { PolicyChange, PolicyItem, PolicyText, Review } from '../wire/policy.ts';
import { fieldsText } from './fields-text.ts';
import { changeOf } from './policy-change.ts';
import { reviewOf, unreadable } from './policy-review.ts';

const CHANGES_SHOWN = 20;

export interface AdminDesk {
  readonly list: () => Promise<readonly PolicyItem[]>;
  readonly text: (route: string) => Promise<PolicyText>;
  readonly history: (route: string) => Promise<readonly PolicyChange[]>;
  readonly review: (route: string, fields: string) => Promise<Review>;
  readonly reviewRemoval: (route: string) => Promise<Review>;
  readonly write: (change: InputOf<'PUT /api/policy'>) => Promise<void>;
  readonly remove: (change: InputOf<'POST /api/policy/remove'>) => Promise<void>;
  readonly explain: (question: InputOf<'POST /api/explain'>) => Promise<Explanation>;
  readonly whatIf: (question: InputOf<'POST /api/what-if'>) => Promise<WhatIf>;
  readonly risk: (subject: string) => Promise<Risk>;
  /** Sets these fields, and keeps the others. `revokedBefore` revokes, as an administrator does, and is never undone by a score. */
  readonly setRisk: (subject: string, fields: Risk) => Promise<void>;
  readonly clearRisk: (subject: string) => Promise<void>;
  readonly revokeGrant: (id: string) => Promise<void>;
}

export interface AdminDeskParts {
  readonly admin: Administration;
  /** Throws an AdminRefusal where there is none. */
  readonly connection: () => Connection;
  /** Of the users. */
  readonly issuer: string;
  /** Seconds since 1970. */
  readonly now: () => number;
}

export function createAdminDesk(parts: AdminDeskParts): AdminDesk {
  return { ...readings(parts), ...reviews(parts), ...changes(parts), ...trials(parts), ...users(parts) };
}

function readings({ admin, connection }: AdminDeskParts): Pick<AdminDesk, 'list' | 'text' | 'history'> {
  return {
    list: async () => listed(admin, connection()),
    text: async (route) => {
      const item = itemOrNone(await admin.getPolicy(connection(), { route }));
      if (item === undefined) return { stamp: stampOf(item), text: '' };
      return { stamp: stampOf(item), text: fieldsText(item), version: versionOf(item) };
    },
    history: async (route) => {
      const request = { route, limit: CHANGES_SHOWN };
      const found = valueOf(await admin.policyHistory(connection(), request));
      return found.changes.map((entry) => changeOf(found.route, entry));
    },
  };
}

function reviews({ admin, connection, now }: AdminDeskParts): Pick<AdminDesk, 'review' | 'reviewRemoval'> {
  const reviewed = async (route: string, text: string | undefined): Promise<Review> => {
    const api = connection();
    const fields = await admin.attempt(() => (text === undefined ? undefined : fieldsIn(route, text)));
    const review = fields.ok
      ? await admin.reviewPolicy(api, { route, fields: fields.value, now: now() })
      : fields;
    if (review.ok) return reviewOf(review.value, text ?? '');
    if (!OF_TEXT.includes(review.error.code)) throw review.error;
    return unreadable(route, review.error, stampOf(itemOrNone(await admin.getPolicy(api, { route }))));
  };
  return {
    review: (route, fields) => reviewed(route, fields),
    reviewRemoval: (route) => reviewed(route, undefined),
  };
}

function changes({ admin, connection, now }: AdminDeskParts): Pick<AdminDesk, 'write' | 'remove'> {
  const signed = () => ({ writer: 'console', now: now() });
  return {
    write: async ({ fields: text, ...seen }) => {
      const fields = fieldsIn(seen.route, text);
      valueOf(await admin.putPolicy(connection(), { ...seen, ...signed(), fields }));
    },
    remove: async (seen) => {
      valueOf(await admin.deletePolicy(connection(), { ...seen, ...signed() }));
    },
  };
}

function trials({ admin, connection, now }: AdminDeskParts): Pick<AdminDesk, 'explain' | 'whatIf'> {
  return {
    explain: async ({ method, path, token = '', grant }) => {
      const request = {
        request: { method, path, query: [], headers: [], ip: undefined },
        caller: { token },
        grant: grant === undefined ? undefined : { value: grant },
        now: now(),
      };
      return documentOf(valueOf(await admin.explainRequest(connection(), request)).explanation);
    },
    whatIf: async ({ route, fields: text, scenarios: written }) => {
      const api = connection();
      const { scenarios } = checkForm(scenarioFile, { scenarios: written }, 'the scenarios');
      const fields = fieldsIn(route, text);
      const others = (await listed(admin, api)).filter((one) => one.route !== fields.route);
      const policy = new Map([...others, fields].map((item) => [item.route, item]));
      return valueOf(await admin.simulateAgainst(api, { scenarios, policy, now: now() }));
    },
  };
}

type Users = Pick<AdminDesk, 'risk' | 'setRisk' | 'clearRisk' | 'revokeGrant'>;

function users({ admin, connection, issuer, now }: AdminDeskParts): Users {
  return {
    risk: async (subject) => {
      const user = { subject, issuer, now: now() };
      const { risk, expired } = valueOf(await admin.getRisk(connection(), user));
      if (risk === undefined) return {};
      const { score, level, reasons, revokedBefore } = risk;
      return {
        ...(expired ? {} : { score, level, reasons }),
        ...(revokedBefore === undefined ? {} : { revokedBefore }),
      };
    },
    setRisk: async (subject, { reasons, revokedBefore: before, ...others }) => {
      const fields = { ...others, ...(reasons === undefined ? {} : { reasons: [...reasons] }) };
      const user = { subject, issuer, now: now() };
      if (before !== undefined) valueOf(await admin.revokeSignIns(connection(), { ...user, before }));
      if (before === undefined || Object.keys(fields).length > 0)
        valueOf(await admin.setRisk(connection(), { ...user, fields }));
    },
    clearRisk: async (subject) => {
      valueOf(await admin.clearRisk(connection(), { subject, issuer }));
    },
    revokeGrant: async (id) => {
      valueOf(await admin.revokeGrants(connection(), { id }));
    },
  };
}

/** What is wrong with the text itself: the review says so. */
const OF_TEXT: readonly string[] = ['policy_file_invalid', 'route_malformed', 'policy_conflict'];

const NO_ITEM: readonly string[] = ['no_such_item', 'route_malformed'];

function itemOrNone(answer: Answer<Item>): Item | undefined {
  return !answer.ok && NO_ITEM.includes(answer.error.code) ? undefined : valueOf(answer);
}

async function listed(admin: Administration, connection: Connection): Promise<readonly PolicyItem[]> {
  const select = (item: Item): PolicyItem => ({ ...item, route: String(item.route) });
  return valueOf(await admin.listPolicies(connection, { select }));
}

/** The fields of the editor, with the key. An empty text is an item without fields. Throws an AdminRefusal. */
function fieldsIn(route: string, text: string): PolicyItem {
  const key = routeKey(route);
  const fields = text.trim() === '' ? {} : parseFields(text, 'the text', key);
  return { ...fields, route: key };
}
