/** `policy put` and `policy delete`: one item at a time. */
import type { Command } from 'commander';
import { parseFields } from '../admin/files/policy-file.ts';
import { loosenedLines } from '../admin/policy/acceptance.ts';
import { differenceOf } from '../admin/policy/difference.ts';
import { content } from '../admin/policy/item-fields.ts';
import type { Item } from '../admin/policy/item-fields.ts';
import { ROUTE_FORM, routeKey } from '../admin/policy/route-key.ts';
import type { Write, WrittenPolicy } from '../admin/policy/write-policy.ts';
import { AdminRefusal } from '../admin/refusals/refusal.ts';
import { valueOf } from '../admin/use-case.ts';
import { addItemFlags, fieldsOfFlags } from './item-flags.ts';
import { readText, sourceOf } from './policy-input.ts';
import { globalOptions } from './program.ts';
import type { Runtime } from './runtime.ts';
import { writerOf } from './writer.ts';

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
    const fields = await givenFields(runtime, key, options, fieldsOfFlags(command));
    const connection = await runtime.connect(globalOptions(command));
    const request = { ...writeOf(runtime, key, options), fields, keep: options.keep };
    showWritten(runtime, command, valueOf(await runtime.admin.putPolicy(connection, request)));
  });
}

export function addDeleteCommand(policy: Command, runtime: Runtime): void {
  const remove = policy
    .command('delete')
    .argument('<route>', ROUTE_FORM)
    .description('delete one item; the next one that matches then counts, or the route is closed');
  addWriteOptions(remove).action(async (route: string, options: WriteOptions, command: Command) => {
    const write = writeOf(runtime, routeKey(route), options);
    const connection = await runtime.connect(globalOptions(command));
    showWritten(runtime, command, valueOf(await runtime.admin.deletePolicy(connection, write)));
  });
}

export function addWriteOptions(command: Command): Command {
  return command
    .option('--loosen', 'also if it allows requests that were refused before', false)
    .option('--by <name>', 'the name of the writer (default: the user of the pipeline, or of this machine)');
}

/** How the options say that an item is to be written. */
export function writeOf(runtime: Runtime, route: string, { loosen, by }: WriteOptions): Write {
  return { route, loosen, writer: writerOf(runtime, by), now: runtime.now() };
}

/** Prints what was written: what it loosens on stderr, the difference or one JSON document on stdout. */
export function showWritten(runtime: Runtime, command: Command, written: WrittenPolicy): void {
  const { route, changed, before, item, loosened } = written;
  for (const line of loosenedLines(loosened)) runtime.inform(`loosened:${line}`);
  if (globalOptions(command).json === true) {
    runtime.print(JSON.stringify({ route, changed, ...(item === undefined ? {} : { item }) }));
  } else if (!changed) {
    runtime.print(`${route} is already so: nothing was changed.`);
  } else {
    const after = item === undefined ? undefined : content(item);
    for (const { line } of differenceOf(route, before, after)) runtime.print(line);
    if (item !== undefined) runtime.print(`version ${String(item.version)}`);
  }
}

/** The fields from a file or standard input; those of flags replace them. */
async function givenFields(runtime: Runtime, key: string, options: PutOptions, flags: Item): Promise<Item> {
  const hasFlags = Object.keys(flags).length > 0;
  if (options.file === undefined && hasFlags) return flags;
  const file = options.file ?? '-';
  const text = await readText(runtime, file);
  if (text.trim() === '') {
    throw new AdminRefusal(
      'input_missing',
      `nothing was given for ${key}: name fields (--acr …), a --file, or pipe them in; {} where any valid token is enough`,
      { route: key },
    );
  }
  return { ...parseFields(text, sourceOf(file), key), ...flags };
}
