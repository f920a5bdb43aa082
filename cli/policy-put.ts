/** `policy put` and `policy delete`: one item at a time. */
import type { Command } from 'commander';
import { isGroupKey } from '../core/policy/key.ts';
import { CommandError } from '../admin/command.ts';
import type { Connection, Runtime } from '../admin/command.ts';
import { requireVersion } from '../admin/policy/conflict.ts';
import { differenceOf } from '../admin/policy/difference.ts';
import { content, fingerprint, inOrder } from '../admin/policy/item-fields.ts';
import type { Item } from '../admin/policy/item-fields.ts';
import { addItemFlags, fieldsOfFlags } from './item-flags.ts';
import { assessChanges, membersOf } from '../admin/policy/assessment.ts';
import { parseFields, readText, sourceOf } from '../admin/files/policy-file.ts';
import { deleteItem, putItem, readItems } from '../admin/policy/policy-table.ts';
import type { StoredItem } from '../admin/policy/policy-table.ts';
import { globalOptions } from './program.ts';
import { loosenedLines, requireAcceptable } from '../admin/policy/refusals.ts';
import { ROUTE_FORM, routeKey } from '../admin/policy/route-key.ts';
import { signed, writerOf } from '../admin/policy/writer.ts';

interface WriteOptions {
  readonly loosen: boolean;
  readonly by?: string;
}

interface PutOptions extends WriteOptions {
  readonly file?: string;
  readonly keep: boolean;
}

export function addPutCommand(policy: Command, runtime: Runtime): void {
  const put = policy
    .command('put')
    .argument('<route>', ROUTE_FORM)
    .description('write one item as a whole: from flags, from --file, or from standard input')
    .option('--file <file>', 'YAML or JSON with the fields; - for standard input')
    .option('--keep', 'keep the fields of the item that are not named', false);
  addWriteOptions(addItemFlags(put)).action(async (route: string, options: PutOptions, command: Command) => {
    const key = routeKey(route);
    const given = await givenFields(runtime, key, options, fieldsOfFlags(command));
    const connection = await runtime.connect(globalOptions(command));
    const before = (await readItems(connection, [key])).get(key);
    requireVersion(key, given, before?.fields);
    const after = content(options.keep && before !== undefined ? kept(before.fields, given) : given);
    await change({ runtime, command, connection, options }, { key, before, after });
  });
}

/** Given fields replace those of the item. The fields of `grant` are replaced one by one: a new ttl keeps `use: once`. */
function kept(fields: Item, given: Item): Item {
  const grants = [fields.grant, given.grant];
  const both = grants.every((grant) => typeof grant === 'object' && grant !== null && !Array.isArray(grant));
  return { ...fields, ...given, ...(both ? { grant: Object.assign({}, ...grants) } : {}) };
}

export function addDeleteCommand(policy: Command, runtime: Runtime): void {
  const remove = policy
    .command('delete')
    .argument('<route>', ROUTE_FORM)
    .description('delete one item; the next one that matches then counts, or the route is closed');
  addWriteOptions(remove).action(async (route: string, options: WriteOptions, command: Command) => {
    const key = routeKey(route);
    const connection = await runtime.connect(globalOptions(command));
    const before = (await readItems(connection, [key])).get(key);
    if (before === undefined) throw new CommandError(`there is no item ${key} in ${connection.description}`);
    await change({ runtime, command, connection, options }, { key, before, after: undefined });
  });
}

export function addWriteOptions(command: Command): Command {
  return command
    .option('--loosen', 'also if it allows requests that were refused before', false)
    .option('--by <name>', 'the name of the writer (default: the user of the pipeline, or of this machine)');
}

interface Task {
  readonly runtime: Runtime;
  readonly command: Command;
  readonly connection: Connection;
  readonly options: WriteOptions;
}

interface Change {
  readonly key: string;
  readonly before: StoredItem | undefined;
  readonly after: Item | undefined;
}

/** Judges one change, makes it, and shows it. */
export async function change({ runtime, command, connection, options }: Task, one: Change): Promise<void> {
  const { key, before, after } = one;
  const { json } = globalOptions(command);
  const show = (changed: boolean, lines: readonly string[], item?: Item) => {
    if (json === true)
      runtime.print(JSON.stringify({ route: key, changed, ...(item === undefined ? {} : { item }) }));
    else for (const line of lines) runtime.print(line);
  };
  if (before !== undefined && after !== undefined && fingerprint(before.fields) === fingerprint(after)) {
    show(false, [`${key} is already so: nothing was changed.`], inOrder(before.fields));
    return;
  }
  const desired = { has: (other: string) => other === key, get: () => after };
  const members = isGroupKey(key) ? await membersOf(connection, [key]) : [];
  const assessment = await assessChanges(connection, [key], desired, members, runtime.now());
  requireAcceptable(assessment, options.loosen);
  for (const line of loosenedLines(assessment.loosened)) runtime.inform(`loosened:${line}`);

  if (after === undefined) {
    if (before !== undefined) await deleteItem(connection, before);
    show(true, differenceOf(key, before?.fields, after));
    return;
  }
  const item = inOrder(signed(after, before, runtime.now(), writerOf(runtime, options.by)));
  await putItem(connection, item, before);
  show(true, [...differenceOf(key, before?.fields, after), `version ${String(item.version)}`], item);
}

/** The fields from a file or standard input; those of flags replace them. */
async function givenFields(runtime: Runtime, key: string, options: PutOptions, flags: Item): Promise<Item> {
  const hasFlags = Object.keys(flags).length > 0;
  if (options.file === undefined && hasFlags) return { route: key, ...flags };
  const file = options.file ?? '-';
  const text = await readText(runtime, file);
  if (text.trim() === '') {
    throw new CommandError(
      `nothing was given for ${key}: name fields (--acr …), a --file, or pipe them in; {} where any valid token is enough`,
    );
  }
  return { ...parseFields(text, sourceOf(file), key), ...flags };
}
