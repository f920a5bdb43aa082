/** Policy files and fields, from a file or from standard input. */
import { parsePolicyFile } from '../admin/files/policy-file.ts';
import { readTextFile } from '../admin/files/text-file.ts';
import type { Item } from '../admin/policy/item-fields.ts';
import type { Runtime } from './runtime.ts';

/** In bytes: twice the size of 100,000 items of a few hundred bytes each. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** The text of a file, or of standard input for `-`. Throws an AdminRefusal if it cannot be read. */
export async function readText(runtime: Runtime, file: string): Promise<string> {
  return file === '-' ? runtime.readInput(LARGEST_FILE) : readTextFile(file, LARGEST_FILE);
}

/** The name of a file in messages. */
export function sourceOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/** The items of a file, or of standard input for `-`, by key. Throws an AdminRefusal that says what is wrong, and where. */
export async function readPolicyFile(runtime: Runtime, file: string): Promise<Map<string, Item>> {
  return parsePolicyFile(await readText(runtime, file), sourceOf(file));
}
