/** The JSON Schema of policy files, for editors. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type { JsonSchema } from '@valibot/to-json-schema';
import { groupItem, routeItem } from '../core/policy/item.ts';

/** What an editor shows of each field, wherever it stands. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  route: 'METHOD /template, ANY /template, a wildcard such as ANY /admin/*, or GROUP name.',
  group: 'The item "GROUP name" holds too; a grant for it opens each of its routes.',
  acr: 'This word of the acr vocabulary, or a stronger one.',
  acrValues: 'One of these acr words, in the order to prefer; beside acr, both must hold.',
  maxAge: 'How many seconds ago the user may have signed in, at the most.',
  scopes: 'Scopes that the access token must have, all of them.',
  grant: 'What a grant has to be like, and whether nothing else opens the route.',
  deny: 'Closes it for everybody, whatever they bring.',
  rules: 'What is asked besides, when a condition holds. A rule only makes it stricter.',
  upcoming:
    'Fields that take the place of those above from effectiveAt on; without it, they are only observed.',
  effectiveAt: 'When the change takes effect, with its offset, such as 2026-12-01T06:00:00Z.',
  when: 'A condition in CEL over claims, request, risk and now, such as risk.score >= 70.',
  required: 'Nothing but a grant opens the route, not even an elevated token.',
  ttl: 'How many seconds a grant is good; 900 where it is not set.',
  use: 'window: as often as you like while it lasts; once: one use for each sign-in.',
  bind: 'route: whatever its path parameters; path: only with those it was obtained for.',
  notBefore: 'Grants issued before this moment, in seconds since 1970, are worth nothing.',
  description: 'For whoever reads the table; it has no effect.',
  version: 'The version that was read: what somebody has changed since is not overwritten.',
  updatedAt: 'When it was written; the command line sets it itself.',
  updatedBy: 'Who says to have written it; the command line sets it itself.',
};

/**
 * The JSON Schema that editors check policy files with: a list of items, or a map from route to fields. What it
 * cannot say (an acr word that the vocabulary lacks, a condition that does not compile) is for lint.
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
      if: { properties: { route: { pattern: '^GROUP ' } } },
      then: { $ref: '#/definitions/group' },
      else: { $ref: '#/definitions/route' },
    },
    patternProperties: {
      '^GROUP ': { $ref: '#/definitions/group' },
      '^(ANY|GET|HEAD|POST|PUT|PATCH|DELETE) /': { $ref: '#/definitions/route' },
    },
    additionalProperties: false,
    definitions: { route: withoutHeading(route), group: withoutHeading(group) },
  };
}

/** In a map the key is the route: there the field may be left out. */
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
