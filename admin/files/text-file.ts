/** Reads text files within a limit of bytes. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandError, EXIT } from '../command.ts';

/** The text of a file. Throws a CommandError if the file cannot be read, or has more than `most` bytes. */
export function readTextFile(file: string, most: number): string {
  try {
    const { size } = statSync(file);
    if (size > most) throw new CommandError(`${file} has ${size} bytes, more than ${most}: split it`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${resolve(file)} cannot be read: ${reason}`, EXIT.failure, { cause: error });
  }
}
