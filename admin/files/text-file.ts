/** Reads text files within a limit of bytes. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { AdminRefusal } from '../refusals/refusal.ts';

/** The text of a file. Throws an AdminRefusal if the file cannot be read, or has more than `most` bytes. */
export function readTextFile(file: string, most: number): string {
  try {
    const { size } = statSync(file);
    if (size > most)
      throw new AdminRefusal('input_too_large', `${file} has ${size} bytes, more than ${most}: split it`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof AdminRefusal) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AdminRefusal(
      'file_unreadable',
      `${resolve(file)} cannot be read: ${reason}`,
      {},
      { cause: error },
    );
  }
}
