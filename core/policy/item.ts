/**
 * Policy items: what an administrator writes for a route or a group of routes.
 *
 * An item that does not parse closes its route. So does an item with an unknown field: to ignore a mistyped `maxage`
 * would open a route that the administrator wanted to close.
 */
import * as v from 'valibot';
import type { AcrVocabulary } from './acr.ts';
import { policyFields, text } from './fields.ts';
import { groupKey, isGroupKey, ROUTE_METHODS } from './key.ts';
import { parse } from '../parse.ts';
import type { Parsed } from '../parse.ts';
import { failure } from '../result.ts';

/** What API Gateway accepts as the path part of a resource, by its own error message and the check of AWS CDK. */
const NAME = '[A-Za-z0-9._:,$-]+';
const ROUTE = new RegExp(
  `^(${ROUTE_METHODS.join('|')}) /(?:(?:${NAME}/|\\{${NAME}\\}/)*(?:${NAME}|\\{${NAME}\\+?\\}|\\*))?$`,
);
const GROUP = '[A-Za-z0-9._-]{1,64}';
const GROUP_NAME = new RegExp(`^${GROUP}$`);
const GROUP_KEY = new RegExp(`^${groupKey(GROUP)}$`);

/** For readers, and for tools that write an item only if it has not changed since they read it. */
const records = {
  description: v.optional(text),
  version: v.optional(v.pipe(v.number('expected a number'), v.safeInteger('expected a whole number'))),
  updatedAt: v.optional(text),
  updatedBy: v.optional(text),
};

/** A change that opens what the item closes: whoever closes the item later would not see that it opens again. */
function staysClosed({ deny, upcoming }: Pick<GroupPolicy, 'deny' | 'upcoming'>): boolean {
  return deny !== true || upcoming?.deny !== false;
}

const OPENED_BY_CHANGE =
  'deny: true stays in force, whatever upcoming.deny says: remove both, and set closedUntil to the time at which it opens';

/** The schema of a route's item, for the words of a vocabulary. */
export function routeItem(vocabulary: AcrVocabulary) {
  return v.strictObject(
    {
      route: v.pipe(
        v.string('expected text'),
        v.maxLength(520, 'at most 520 characters'),
        v.regex(
          ROUTE,
          `expected "METHOD /template", with one of ${ROUTE_METHODS.join(', ')}, and a template of API Gateway ` +
            'such as /payments/{id}, /files/{path+} or /payments/*',
        ),
      ),
      group: v.optional(
        v.pipe(
          v.string('expected the name of a group'),
          v.regex(GROUP_NAME, 'expected letters, digits, . _ -'),
        ),
      ),
      ...policyFields(vocabulary),
      ...records,
    },
    'unknown field, or not an object',
  );
}

/** The schema of a group's item. */
export function groupItem(vocabulary: AcrVocabulary) {
  return v.strictObject(
    {
      route: v.pipe(v.string('expected text'), v.regex(GROUP_KEY, 'expected "GROUP name"')),
      ...policyFields(vocabulary),
      ...records,
    },
    'unknown field (groups do not nest), or not an object',
  );
}

/** An item as plain values, before it is parsed. `unreadable`: it has attributes of types that JSON does not have. */
export type Item = Readonly<Record<string, unknown>> | 'unreadable';

/** What a route's policy item says. */
export type RoutePolicy = v.InferOutput<ReturnType<typeof routeItem>>;

/** What a group's policy item says: the same fields, without a group of its own. */
export type GroupPolicy = v.InferOutput<ReturnType<typeof groupItem>>;

/** The key of the group that an item names, whether or not the item can be used; undefined where it names no group. */
export function groupNamedBy(item: Item | undefined): string | undefined {
  const group = item === undefined || item === 'unreadable' ? undefined : item.group;
  return typeof group === 'string' && GROUP_NAME.test(group) ? groupKey(group) : undefined;
}

const forms = new WeakMap<AcrVocabulary, Forms>();

interface Forms {
  readonly route: ReturnType<typeof checkedRoute>;
  readonly group: ReturnType<typeof checkedGroup>;
}

function checkedRoute(vocabulary: AcrVocabulary) {
  return v.pipe(
    routeItem(vocabulary),
    v.check((item) => staysClosed(item), OPENED_BY_CHANGE),
  );
}

function checkedGroup(vocabulary: AcrVocabulary) {
  return v.pipe(
    groupItem(vocabulary),
    v.check((item) => staysClosed(item), OPENED_BY_CHANGE),
  );
}

function formsFor(vocabulary: AcrVocabulary): Forms {
  const known = forms.get(vocabulary);
  if (known !== undefined) return known;
  const made = { route: checkedRoute(vocabulary), group: checkedGroup(vocabulary) };
  forms.set(vocabulary, made);
  return made;
}

const UNREADABLE = failure([{ field: '', message: 'its attributes cannot be read' }]);

/** Parses the item of `key`, which is a route or a group. A group's policy is a route's policy without a group. */
export function parseItem(key: string, item: Item, vocabulary: AcrVocabulary): Parsed<RoutePolicy> {
  if (item === 'unreadable') return UNREADABLE;
  return isGroupKey(key) ? parseGroupItem(item, vocabulary) : parsePolicyItem(item, vocabulary);
}

/** Parses the item of a route, as read from the policy table. The error has every mistake. */
export function parsePolicyItem(item: unknown, vocabulary: AcrVocabulary): Parsed<RoutePolicy> {
  return parse(formsFor(vocabulary).route, item);
}

/** Parses the item of a group. */
export function parseGroupItem(item: unknown, vocabulary: AcrVocabulary): Parsed<GroupPolicy> {
  return parse(formsFor(vocabulary).group, item);
}
