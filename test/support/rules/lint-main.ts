/**
 * Lints a text, given on standard input, as if it stood in the file that the argument names. Prints what the rules
 * report, as JSON. A process of its own, since eslint loads its configuration as an ES module.
 */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const [filePath = ''] = process.argv.slice(2);

// Rules that need types would read all files of the project first.
const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });
const results = await eslint.lintText(await text(process.stdin), { filePath });
console.log(JSON.stringify(results.flatMap(({ messages }) => messages)));
