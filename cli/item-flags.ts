/** The flags that stand for fields of an item. */
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import * as v from 'valibot';
import type { Item } from '../admin/policy/item-fields.ts';

/** Rules and announced changes have no flags: a file has them. */
export function addItemFlags(command: Command): Command {
  return command
    .option('--description <text>', 'for readers of the table')
    .option('--group <name>', 'the item "GROUP name" counts too')
    .option('--acr <word>', 'this acr word, or a stronger one')
    .option('--acr-values <words...>', 'one of these acr words')
    .option('--max-age <seconds>', 'the greatest age of the sign-in', wholeNumber)
    .option('--scopes <scopes...>', 'scopes that the access token must have')
    .option('--grant-required', 'only a grant opens the route')
    .option('--grant-ttl <seconds>', 'how long a grant is valid', wholeNumber)
    .option('--grant-use <use>', 'window or once')
    .option('--grant-bind <to>', 'route or path')
    .option(
      '--grant-not-before <seconds>',
      'grants issued before this time (seconds since 1970) open nothing',
      wholeNumber,
    )
    .option('--deny', 'close the route for all callers')
    .option('--closed-until <time>', 'close the route until then, such as 2026-12-01T06:00:00Z');
}

const flagsSchema = v.object({
  description: v.optional(v.string()),
  group: v.optional(v.string()),
  deny: v.optional(v.boolean()),
  closedUntil: v.optional(v.string()),
  acr: v.optional(v.string()),
  acrValues: v.optional(v.array(v.string())),
  maxAge: v.optional(v.number()),
  scopes: v.optional(v.array(v.string())),
  grantRequired: v.optional(v.boolean()),
  grantTtl: v.optional(v.number()),
  grantUse: v.optional(v.string()),
  grantBind: v.optional(v.string()),
  grantNotBefore: v.optional(v.number()),
});

/** The fields that the flags give. */
export function fieldsOfFlags(command: Command): Item {
  const flags = v.parse(flagsSchema, command.opts());
  const { grantRequired: required, grantTtl: ttl, grantUse: use, grantBind: bind, ...others } = flags;
  const { grantNotBefore: notBefore, ...fields } = others;
  const grant = present({ required, ttl, use, bind, notBefore });
  return { ...present(fields), ...(Object.keys(grant).length === 0 ? {} : { grant }) };
}

function present(fields: Item): Item {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected whole seconds.');
}
