/** `policy history` and `policy rollback`: the record of changes of one item. */
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import type { AuditEntry } from '../admin/policy/audit-record.ts';
import { differenceOf } from '../admin/policy/difference.ts';
import type { Item } from '../admin/policy/item-fields.ts';
import { ROUTE_FORM, routeKey } from '../admin/policy/route-key.ts';
import { valueOf } from '../admin/use-case.ts';
import { addWriteOptions, showWritten, writeOf } from './policy-put.ts';
import { globalOptions } from './program.ts';
import type { Runtime } from './runtime.ts';

const DEFAULT_ENTRIES = 20;

export function addHistoryCommand(policy: Command, runtime: Runtime): void {
  policy
    .command('history')
    .argument('<route>', ROUTE_FORM)
    .description(
      'the changes of one item, newest first: the time, the change, and the name that the writer gave',
    )
    .option('--limit <number>', 'how many changes to show', count, DEFAULT_ENTRIES)
    .action(async (written: string, { limit }: { limit: number }, command: Command) => {
      const options = globalOptions(command);
      const key = routeKey(written);
      const connection = await runtime.connect(options);
      const history = valueOf(await runtime.admin.policyHistory(connection, { route: key, limit }));
      const { route, changes } = history;
      if (options.json === true) {
        runtime.print(JSON.stringify({ route, changes }));
        return;
      }
      if (changes.length === 0) runtime.print(`There is no record of a change of ${route}.`);
      for (const [index, entry] of changes.entries()) {
        for (const line of linesOf(route, entry, index + 1)) runtime.print(line);
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
    const write = writeOf(runtime, routeKey(route), options);
    const connection = await runtime.connect(globalOptions(command));
    const request = { ...write, changes: options.changes };
    showWritten(runtime, command, valueOf(await runtime.admin.rollbackPolicy(connection, request)));
  });
}

function linesOf(key: string, entry: AuditEntry, number: number): readonly string[] {
  const { at, event, before, after, omitted, valid, loosened, assertedBy } = entry;
  const who = assertedBy === undefined ? 'by an unnamed writer' : `by ${assertedBy} (says the writer)`;
  return [
    `${number}. ${at} ${event} ${who}${versions(before, after)}${valid === false ? ', INVALID' : ''}`,
    ...loosened.map((part) => `   loosened: ${part}`),
    ...omitted.map((image) => `   ${image}: too large for the record`),
    ...differenceOf(key, before, after).map(({ line }) => `   ${line}`),
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
