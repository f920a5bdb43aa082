/** Policy items from a file: YAML, of which JSON is a part. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { CommandError, EXIT } from '../command.ts';

type Item = Record<string, unknown>;

/** Reads a list of items, or a single one. Throws a CommandError that says what is wrong with the file. */
export async function readItemFile(file: string): Promise<readonly Item[]> {
  const content = contentOf(await textOf(file), file);
  const list: readonly unknown[] = Array.isArray(content) ? content : [content];
  return list.map((item, index) => {
    if (isItem(item)) return item;
    throw new CommandError(
      `${file}: item ${index + 1} is not an object: write a list of items, each with its route`,
      EXIT.invalid,
    );
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CommandError(`${file} cannot be read: name a file of policy items`, EXIT.failure, { cause });
  }
}

/** The library refuses a name that is there twice, and aliases that multiply. */
function contentOf(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const [reason = ''] = cause instanceof Error ? cause.message.split('\n') : [];
    throw new CommandError(`${file} is not YAML or JSON: ${reason}`, EXIT.invalid, { cause });
  }
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
