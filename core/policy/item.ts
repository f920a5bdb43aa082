/**
 * Policy items: what an administrator writes for a route or a group of routes.
 *
 * An item that does not parse closes its route; so does one with a field this version does not know,
 * since ignoring a mistyped `maxage` would open what somebody meant to close.
 */
import * as v from 'valibot';
import type { AcrVocabulary } from './acr.ts';
import { policyFields, text } from './fields.ts';
import { parse } from '../parse.ts';
import type { Parsed } from '../parse.ts';

/** A DynamoDB BatchGetItem takes 100 keys (Amazon DynamoDB API reference): more candidates cannot be looked up. */
export const MOST_CANDIDATES = 100;

/** The methods that are protected, each of which `ANY` stands for. OPTIONS carries no credentials: it stays open for browsers. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** How a route may name them. */
const ROUTE_METHODS = ['ANY', ...METHODS];

/** What API Gateway takes for the path part of a resource, by its own error message and the check of AWS CDK. */
const NAME = '[A-Za-z0-9._:,$-]+';
const ROUTE = new RegExp(
  `^(${ROUTE_METHODS.join('|')}) /(?:(?:${NAME}/|\\{${NAME}\\}/)*(?:${NAME}|\\{${NAME}\\+?\\}|\\*))?$`,
);
const GROUP_NAME = /^[A-Za-z0-9._-]{1,64}$/;
const GROUP_PREFIX = 'GROUP ';

/** For people, and for whoever writes an item only if it is still as it was read. */
const records = {
  description: v.optional(text),
  version: v.optional(v.pipe(v.number('expected a number'), v.safeInteger('expected a whole number'))),
  updatedAt: v.optional(text),
  updatedBy: v.optional(text),
};

/** The form of a route's item, over the words of a vocabulary. */
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

/** The form of a group's item. */
export function groupItem(vocabulary: AcrVocabulary) {
  return v.strictObject(
    {
      route: v.pipe(
        v.string('expected text'),
        v.regex(/^GROUP [A-Za-z0-9._-]{1,64}$/, 'expected "GROUP name"'),
      ),
      ...policyFields(vocabulary),
      ...records,
    },
    'unknown field (groups do not nest), or not an object',
  );
}

/** What a route's policy item says. */
export type RoutePolicy = v.InferOutput<ReturnType<typeof routeItem>>;

/** What a group's policy item says: the same fields, without a group of its own. */
export type GroupPolicy = v.InferOutput<ReturnType<typeof groupItem>>;

/** The partition key of a group's item. */
export function groupKey(group: string): string {
  return `${GROUP_PREFIX}${group}`;
}

/** Whether a partition key is that of a group's item. */
export function isGroupKey(key: string): boolean {
  return key.startsWith(GROUP_PREFIX);
}

const forms = new WeakMap<AcrVocabulary, Forms>();

interface Forms {
  readonly route: ReturnType<typeof routeItem>;
  readonly group: ReturnType<typeof groupItem>;
}

function formsFor(vocabulary: AcrVocabulary): Forms {
  const known = forms.get(vocabulary);
  if (known !== undefined) return known;
  const made = { route: routeItem(vocabulary), group: groupItem(vocabulary) };
  forms.set(vocabulary, made);
  return made;
}

/** Parses the item of a route, as read from the policy table, with every problem it has. */
export function parsePolicyItem(item: unknown, vocabulary: AcrVocabulary): Parsed<RoutePolicy> {
  return parse(formsFor(vocabulary).route, item);
}

/** Parses the item of a group. */
export function parseGroupItem(item: unknown, vocabulary: AcrVocabulary): Parsed<GroupPolicy> {
  return parse(formsFor(vocabulary).group, item);
}

/**
 * The keys under which a route's policy may stand, most specific first: the route itself, the same for any
 * method, then `/*` under each ancestor. `/payments/*` does not match `/payments`.
 */
export function policyCandidates(method: string, template: string): readonly string[] {
  const segments = template.split('/').slice(1, -1);
  const wildcards = segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}/*`).toReversed();
  const patterns = template === '/' ? ['/'] : [template, ...wildcards, '/*'];
  return [...new Set(patterns.flatMap((pattern) => [`${method} ${pattern}`, `ANY ${pattern}`]))];
}
