/** The log of functions and gateway, in a file. On AWS they log to CloudWatch. */
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { join } from 'node:path';

export interface LogFile {
  readonly file: string;
  readonly write: (source: string, line: string) => void;
}

/** `log.jsonl` in `folder`. The first line replaces the log of the last run: a run that cannot start leaves it. */
export function openLogFile(folder: string): LogFile {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'log.jsonl');
  let stream: WriteStream | undefined;
  return {
    file,
    write: (source, line) => {
      if (stream === undefined) {
        writeFileSync(file, '');
        // Another run in the same folder may write, too: each line goes to the end.
        stream = createWriteStream(file, { flags: 'a' });
      }
      stream.write(`${JSON.stringify({ source, line })}\n`);
    },
  };
}
