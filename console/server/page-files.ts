/** The files of the page, as they were built. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES = [
  ['index.html', 'text/html; charset=utf-8'],
  ['app.js', 'text/javascript; charset=utf-8'],
  ['app.css', 'text/css; charset=utf-8'],
] as const;

/** The paths of the page: its own, and the redirect URI of the popup. The page sees from its address which one it is. */
const PAGE_PATHS = ['/', '/signed-in'];

export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

/** By path. Rejects when the page was not built. */
export async function readPage(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  for (const [name, type] of FILES) {
    const content = await readFile(join(folder, name)).catch((cause: unknown) => {
      throw new Error(
        `the console's page is not built: ${name} is missing in ${folder}. "npm start" builds it, and so does "node build-console.ts"`,
        { cause },
      );
    });
    files.set(`/${name}`, { type, content });
  }
  const index = files.get('/index.html');
  if (index !== undefined) for (const path of PAGE_PATHS) files.set(path, index);
  return files;
}
