/**
 * Lints texts, given on standard input as JSON by the name of the file in which they would stand. Prints as JSON, by the
 * same names, what the rules report. A process of its own, since eslint loads its configuration as an ES module.
 */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import * as v from 'valibot';

const texts = v.parse(v.record(v.string(), v.string()), JSON.parse(await text(process.stdin)));

// Rules that need types would read all files of the project first.
const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });
const reports: [string, unknown][] = [];
for (const [filePath, code] of Object.entries(texts)) {
  const [result] = await eslint.lintText(code, { filePath });
  reports.push([filePath, result?.messages]);
}
console.log(JSON.stringify(Object.fromEntries(reports)));
