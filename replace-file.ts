/** Replaces a file in one step: a local run or a test at the same time finds the old file or the new one. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export function replaceFile(file: string, content: string | Uint8Array): void {
  if (existsSync(file) && readFileSync(file).equals(Buffer.from(content))) return;
  const beside = `${file}.${process.pid}.new`;
  writeFileSync(beside, content);
  renameSync(beside, file);
}
