import type { Runner } from '../runner.ts';
import type { ConsoleState } from '../server.ts';

export function Scenarios(_: { state: ConsoleState; runner: Runner }) {
  return <section className="card"><h1>Scenarios</h1></section>;
}
