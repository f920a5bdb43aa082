/** `policy history` and `policy rollback`: the record of changes of one item. */
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { auditEntries } from '../admin/policy/audit-record.ts';
import type { AuditEntry } from '../admin/policy/audit-record.ts';
import { CommandError } from '../admin/command.ts';
import type { Runtime } from '../admin/command.ts';
import { differenceOf } from '../admin/policy/difference.ts';
import { content, fingerprint } from '../admin/policy/item-fields.ts';
import type { Item } from '../admin/policy/item-fields.ts';
import { addWriteOptions, change } from './policy-put.ts';
import { readItems } from '../admin/policy/policy-table.ts';
import type { StoredItem } from '../admin/policy/policy-table.ts';
import { globalOptions } from './program.ts';
import { ROUTE_FORM, routeKey } from '../admin/policy/route-key.ts';

const DEFAULT_ENTRIES = 20;

export function addHistoryCommand(policy: Command, runtime: Runtime): void {
  policy
    .command('history')
    .argument('<route>', ROUTE_FORM)
    .description(
      'the changes of one item, newest first: the time, the change, and the name that the writer gave',
    )
    .option('--limit <number>', 'how many changes to show', count, DEFAULT_ENTRIES)
    .action(async (route: string, { limit }: { limit: number }, command: Command) => {
      const options = globalOptions(command);
      const key = routeKey(route);
      const entries = await newest(auditEntries(await runtime.connect(options), key), limit);
      if (options.json === true) {
        runtime.print(JSON.stringify({ route: key, changes: entries }));
        return;
      }
      if (entries.length === 0) runtime.print(`There is no record of a change of ${key}.`);
      for (const [index, entry] of entries.entries()) {
        for (const line of linesOf(key, entry, index + 1)) runtime.print(line);
      }
    });
}

interface RollbackOptions {
  readonly changes: number;
  readonly loosen: boolean;
  readonly by?: string;
}

export function addRollbackCommand(policy: Command, runtime: Runtime): void {
  const rollback = policy
    .command('rollback')
    .argument('<route>', ROUTE_FORM)
    .description('restore one item as it was before its last change, or before several')
    .option('--changes <number>', 'how many of the changes that "history" shows to undo', count, 1);
  addWriteOptions(rollback).action(async (route: string, options: RollbackOptions, command: Command) => {
    const key = routeKey(route);
    const connection = await runtime.connect(globalOptions(command));
    const entries = await newest(auditEntries(connection, key), options.changes);
    const oldest = entries.at(-1);
    if (oldest === undefined || entries.length < options.changes) {
      throw new CommandError(
        `the record has ${entries.length} changes of ${key}, and not ${options.changes}`,
      );
    }
    if (oldest.omitted.includes('before')) {
      throw new CommandError(
        `${key} was too large for the record before ${oldest.at}: take it from a backup of the table`,
      );
    }
    const before = (await readItems(connection, [key])).get(key);
    requireWholeRecord(key, entries[0], before);
    const after = oldest.before === undefined ? undefined : content({ ...oldest.before, route: key });
    if (before === undefined && after === undefined) {
      throw new CommandError(`there was no item ${key} before, and there is none now`);
    }
    await change({ runtime, command, connection, options }, { key, before, after });
  });
}

/** The record is seconds behind the table: a change that is not in it yet would be undone too, without being shown. */
function requireWholeRecord(key: string, last: AuditEntry | undefined, now: StoredItem | undefined): void {
  if (last === undefined || last.omitted.includes('after')) return;
  const same =
    last.after === undefined || now === undefined
      ? last.after === now
      : fingerprint(last.after) === fingerprint(now.fields) && last.after.version === now.fields.version;
  if (same) return;
  throw new CommandError(
    `the last change of ${key} is not in the record yet: nothing was changed. Look at "policy history", and try again`,
  );
}

async function newest(entries: AsyncIterable<AuditEntry>, most: number): Promise<AuditEntry[]> {
  const found: AuditEntry[] = [];
  for await (const entry of entries) {
    found.push(entry);
    if (found.length === most) break;
  }
  return found;
}

function linesOf(key: string, entry: AuditEntry, number: number): readonly string[] {
  const { at, event, before, after, omitted, valid, loosened, assertedBy } = entry;
  const who = assertedBy === undefined ? 'by an unnamed writer' : `by ${assertedBy} (says the writer)`;
  return [
    `${number}. ${at} ${event} ${who}${versions(before, after)}${valid === false ? ', INVALID' : ''}`,
    ...loosened.map((part) => `   loosened: ${part}`),
    ...omitted.map((image) => `   ${image}: too large for the record`),
    ...differenceOf(key, before, after).map((line) => `   ${line}`),
  ];
}

function versions(before: Item | undefined, after: Item | undefined): string {
  const [was, is] = [before, after].map((item) => item?.version);
  return typeof is === 'number' ? `, version ${typeof was === 'number' ? `${was} → ` : ''}${is}` : '';
}

function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a number from 1 on.');
}
