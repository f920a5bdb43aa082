/**
 * `npm run test:interop`: programs that others wrote, against what we ship. `-- --without NAME` leaves one out (as often as you
 * like), `-- --full` takes more cases. A peer that cannot be had is a failure.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '../../core/error-text.ts';
import type { Check, Peer } from './peer.ts';
import { cdkNag } from './peers/cdk-nag/peer.ts';
import { cfnLint } from './peers/cfn-lint/peer.ts';
import { checkov } from './peers/checkov/peer.ts';
import { deployments } from './peers/deployments/peer.ts';
import { gateways } from './peers/gateways/peer.ts';
import { keycloak } from './peers/keycloak/peer.ts';
import { ministack } from './peers/ministack/peer.ts';
import { schemathesis } from './peers/schemathesis/peer.ts';

const PEERS: readonly Peer[] = [
  cfnLint,
  checkov,
  cdkNag,
  ministack,
  gateways,
  deployments,
  schemathesis,
  keycloak,
];

const home = join(import.meta.dirname, '..', '..', '.interop');
const { values } = parseArgs({
  options: {
    without: { type: 'string', multiple: true, default: [] },
    full: { type: 'boolean', default: false },
  },
});
const unknown = values.without.find((name) => !PEERS.some((peer) => peer.name === name));
if (unknown !== undefined)
  throw new Error(
    `--without ${unknown}: no such peer. There are ${PEERS.map(({ name }) => name).join(', ')}`,
  );

// What the peers and the supports of the tests write ends with the run.
mkdirSync(home, { recursive: true });
process.env.TMPDIR = mkdtempSync(join(home, 'run-'));
// CDK's own check of each template is for cdk-app.test.ts: it would stop what is here for others to find.
process.env.CDK_VALIDATION = 'false';
const interrupted = new AbortController();
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted.abort(new Error(`${signal}: the run was ended`));
  });
}

const checks: Check[] = [];
try {
  for (const peer of PEERS) {
    if (interrupted.signal.aborted) check({ name: `${peer.name} runs`, problem: 'the run was ended before' });
    else if (values.without.includes(peer.name))
      console.log(`\n${peer.name} ${peer.version}: left out by --without`);
    else await runPeer(peer);
  }
} finally {
  rmSync(process.env.TMPDIR, { recursive: true, force: true });
}
const failed = checks.filter(({ problem }) => problem !== undefined).length;
console.log(`\n${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || checks.length === 0 ? 1 : 0;

async function runPeer(peer: Peer): Promise<void> {
  console.log(`\n${peer.name} ${peer.version}: ${peer.does}`);
  const signal = AbortSignal.any([interrupted.signal, AbortSignal.timeout(peer.limit * 1000)]);
  const started = performance.now();
  const step = { home, signal };
  let installed = started;
  try {
    await peer.install(step);
    installed = performance.now();
    await peer.start(step);
    await peer.test({ check, note }, { ...step, full: values.full });
  } catch (error) {
    check({ name: `${peer.name} runs`, problem: reasonOf(error, peer) });
  }
  await peer.stop().catch((error: unknown) => {
    check({ name: `${peer.name} leaves nothing behind`, problem: messageOf(error) });
  });
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(0);
  console.log(
    `  ${seconds(started, installed)} s to install, ${seconds(installed, performance.now())} s to test`,
  );
}

function note(line: string): void {
  console.log(`  note    ${line}`);
}

function check(one: Check): void {
  checks.push(one);
  console.log(
    one.problem === undefined ? `  passed  ${one.name}` : `  FAILED  ${one.name}\n${indented(one.problem)}`,
  );
}

function indented(text: string): string {
  return text.replace(/^/gm, '          ');
}

function reasonOf(error: unknown, { limit }: Peer): string {
  return error instanceof Error && error.name === 'TimeoutError'
    ? `it was not done within ${limit} s`
    : messageOf(error);
}
