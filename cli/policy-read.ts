/** `policy list`, `policy get`, `policy export`. */
import type { Command } from 'commander';
import { yamlOf } from '../admin/files/yaml-text.ts';
import { content } from '../admin/policy/item-fields.ts';
import type { Item } from '../admin/policy/item-fields.ts';
import { summaryOf } from '../admin/policy/item-summary.ts';
import { ROUTE_FORM } from '../admin/policy/route-key.ts';
import { valueOf } from '../admin/use-case.ts';
import { globalOptions } from './program.ts';
import { progress } from './progress.ts';
import type { Runtime } from './runtime.ts';

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
      const connection = await runtime.connect(options);
      const item = valueOf(await runtime.admin.getPolicy(connection, { route }));
      runtime.print(options.json === true ? JSON.stringify(item) : yamlOf(item).trimEnd());
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
  select: (fields: Item) => string,
): Promise<readonly string[]> {
  const connection = await runtime.connect(globalOptions(command));
  const onProgress = progress(runtime, 'items read');
  return valueOf(await runtime.admin.listPolicies(connection, { select, onProgress }));
}

function printArray(runtime: Runtime, texts: readonly string[]): void {
  runtime.print('[');
  for (const [index, text] of texts.entries()) runtime.print(index < texts.length - 1 ? `${text},` : text);
  runtime.print(']');
}
