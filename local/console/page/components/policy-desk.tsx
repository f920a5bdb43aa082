import type { ConsoleState } from '../server.ts';

export function PolicyDesk(_: { state: ConsoleState }) {
  return <section className="card"><h1>Policy</h1></section>;
}
