/** Runs a function, prints the process id of its instance, and stays: `node owner.ts`. */
import { runFunction } from '../../support/gateway/parts.ts';

const functions = runFunction('exports.handler = async () => process.pid;');
const result = await functions.invoke('Only', {});
console.log(result.ok ? String(result.value) : result.errorMessage);
process.stdin.resume();
