/** The JSON Schema of policy files, for editors. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type { JsonSchema } from '@valibot/to-json-schema';
import { groupItem, routeItem } from '../core/policy/item.ts';
import { groupKey, ROUTE_METHODS } from '../core/policy/key.ts';

const KEY_OF_GROUP = `^${groupKey('')}`;
const KEY_OF_ROUTE = `^(${ROUTE_METHODS.join('|')}) /`;

/** The descriptions that an editor shows, by the name of the field, at any depth. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  route: 'METHOD /template, ANY /template, a wildcard such as ANY /admin/*, or GROUP name.',
  group: 'The item "GROUP name" applies too; a grant for the group opens each of its routes.',
  acr: 'This word of the acr vocabulary, or a stronger one.',
  acrValues: 'One of these acr words, in order of preference; with acr too, the word must satisfy both.',
  maxAge: 'The maximum age of the sign-in, in seconds.',
  scopes: 'Scopes that the access token must have, all of them.',
  grant: 'What a grant must be like, and whether only a grant opens the route.',
  deny: 'true: every request is refused, with any token and any grant.',
  closedUntil: 'Until then, every request is refused: date, time and offset, such as 2026-12-01T06:00:00Z.',
  rules: 'Further demands, each while a condition is true. A rule can only make the policy stricter.',
  upcoming:
    'Fields that replace those above from effectiveAt on; without effectiveAt, they are only observed.',
  effectiveAt: 'When the change takes effect: date, time and offset, such as 2026-12-01T06:00:00Z.',
  when: 'A condition in CEL over claims, signIn, request, risk and now, such as risk.score >= 70.',
  required: 'true: only a grant opens the route; an elevated access token alone does not.',
  ttl: 'The lifetime of a grant, in seconds; 900 if it is not set.',
  use: 'window: any number of uses in the lifetime of the grant; once: one use for each sign-in.',
  bind: 'route: a grant opens the route with any path parameters; path: only with those it was issued for.',
  notBefore: 'Grants issued before this time, in seconds since 1970, are not accepted.',
  description: 'A note for readers of the table; it has no effect.',
  version: 'The version of the item when it was read: an item that was changed since is not overwritten.',
  updatedAt: 'When the item was written; the command line sets it.',
  updatedBy: 'Who wrote the item, as the writer said; the command line sets it.',
};

/**
 * The JSON Schema that editors check policy files with: a list of items, or a map from route to fields. What JSON
 * Schema cannot express (an acr word outside the vocabulary, a condition that does not compile) is checked by lint.
 */
export function policyJsonSchema() {
  const [route, group] = [routeItem([]), groupItem([])].map((item) =>
    described(toJsonSchema(item, { typeMode: 'ignore', errorMode: 'ignore' })),
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Policies of step-up-authorizer',
    type: ['array', 'object'],
    items: {
      type: 'object',
      required: ['route'],
      if: { properties: { route: { pattern: KEY_OF_GROUP } } },
      then: { $ref: '#/definitions/group' },
      else: { $ref: '#/definitions/route' },
    },
    patternProperties: {
      [KEY_OF_GROUP]: { $ref: '#/definitions/group' },
      [KEY_OF_ROUTE]: { $ref: '#/definitions/route' },
    },
    additionalProperties: false,
    definitions: { route: withoutHeading(route), group: withoutHeading(group) },
  };
}

/** In a map from route to fields, the key is the route: the field may be left out. */
function withoutHeading(schema: JsonSchema = {}): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).filter(([name]) => name !== '$schema' && name !== 'required'),
  );
}

function described(schema: JsonSchema): JsonSchema {
  const { properties, items } = schema;
  return {
    ...schema,
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, field]) => [
              name,
              typeof field === 'boolean' ? field : withDescription(name, described(field)),
            ]),
          ),
        }),
    ...(items === undefined || typeof items === 'boolean' || Array.isArray(items)
      ? {}
      : { items: described(items) }),
  };
}

function withDescription(name: string, field: JsonSchema): JsonSchema {
  const description = DESCRIPTIONS[name];
  return description === undefined ? field : { description, ...field };
}
