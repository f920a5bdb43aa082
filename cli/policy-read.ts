/** `policy list`, `policy get`, `policy export`. */
import type { Command } from 'commander';
import { isGroupKey, partsOf } from '../core/policy/key.ts';
import { CommandError } from '../admin/command.ts';
import type { Runtime } from '../admin/command.ts';
import { content, inOrder } from '../admin/policy/item-fields.ts';
import type { Item } from '../admin/policy/item-fields.ts';
import { ROUTE_FORM, routeKey } from '../admin/policy/route-key.ts';
import { summaryOf } from '../admin/policy/item-summary.ts';
import { readItems, scanItems } from '../admin/policy/policy-table.ts';
import { globalOptions } from './program.ts';
import { progress } from '../admin/progress.ts';
import { yamlOf } from '../admin/files/yaml-text.ts';

export function addListCommand(policy: Command, runtime: Runtime): void {
  policy
    .command('list')
    .description('every item, one per line, with what it asks for')
    .action(async (_options: object, command: Command) => {
      const { json } = globalOptions(command);
      const lines = await textOfEach(runtime, command, ({ route, ...fields }) =>
        json === true
          ? JSON.stringify({ route, ...fields })
          : `${String(route)}  ${summaryOf(fields)}`.trimEnd(),
      );
      if (json === true) printArray(runtime, lines);
      else for (const line of lines) runtime.print(line);
    });
}

export function addGetCommand(policy: Command, runtime: Runtime): void {
  policy
    .command('get')
    .argument('<route>', ROUTE_FORM)
    .description('one item, with its version, its writer and the time')
    .action(async (route: string, _options: object, command: Command) => {
      const options = globalOptions(command);
      const key = routeKey(route);
      const connection = await runtime.connect(options);
      const item = (await readItems(connection, [key])).get(key);
      if (item === undefined) throw new CommandError(`there is no item ${key} in ${connection.description}`);
      const fields = inOrder(item.fields);
      runtime.print(options.json === true ? JSON.stringify(fields) : yamlOf(fields).trimEnd());
    });
}

export function addExportCommand(policy: Command, runtime: Runtime): void {
  policy
    .command('export')
    .description('every item as YAML that "policy apply" takes unchanged; with --json as JSON')
    .option(
      '--versions',
      'with the version of each item: "policy apply" then refuses to overwrite a later change',
      false,
    )
    .action(async ({ versions }: { versions: boolean }, command: Command) => {
      const { json } = globalOptions(command);
      const lines = await textOfEach(runtime, command, (fields) => {
        const { version } = fields;
        const kept = versions && version !== undefined ? { ...content(fields), version } : content(fields);
        return json === true ? JSON.stringify(kept) : yamlOf([kept]).trimEnd();
      });
      if (json === true) {
        printArray(runtime, lines);
        return;
      }
      runtime.print(SCHEMA_LINE);
      if (lines.length === 0) runtime.print('[]');
      for (const line of lines) runtime.print(line);
    });
}

/** For editors with a YAML language server. */
const SCHEMA_LINE =
  '# yaml-language-server: $schema=./node_modules/step-up-authorizer/step-up.policy.schema.json';

/** Groups first, then by path. Memory holds only the text of each item. */
async function textOfEach(
  runtime: Runtime,
  command: Command,
  toText: (fields: Item) => string,
): Promise<string[]> {
  const connection = await runtime.connect(globalOptions(command));
  const report = progress(runtime, 'items read');
  const texts: [order: string, text: string][] = [];
  for await (const page of scanItems(connection)) {
    for (const { key, fields } of page) texts.push([orderOf(key), toText(inOrder(fields))]);
    report(texts.length);
  }
  return texts.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
}

function orderOf(key: string): string {
  const [method, template] = partsOf(key);
  return isGroupKey(key) ? `0 ${key}` : `1 ${template} ${method}`;
}

function printArray(runtime: Runtime, texts: readonly string[]): void {
  runtime.print('[');
  for (const [index, text] of texts.entries()) runtime.print(index < texts.length - 1 ? `${text},` : text);
  runtime.print(']');
}
