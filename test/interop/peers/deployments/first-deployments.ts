/** The first deployment of each app: of the example, of test/consumer, and of APIs of other shapes. */
import { createApp } from '../../../../lib/example/app.ts';
import { installConsumer, synthesizeConsumer } from '../../../support/stacks/consumer-app.ts';
import { newOutdir } from '../../../support/stacks/synth.ts';
import { CONSUMERS, importing, TABLE_OWNER } from './apps/consumers.ts';
import { trustIn } from './apps/trust.ts';
import { assemblyOf, deployed } from './rounds.ts';
import type { Round } from './rounds.ts';

export async function firstDeployments(round: Round): Promise<void> {
  const { issuer } = round.people;
  await deployed(round, 'the example', exampleAssembly(issuer));
  await deployed(round, 'an app with the packed package', consumerAssembly(issuer));
  for (const [name, build] of Object.entries(CONSUMERS))
    await deployed(round, name, assemblyOf(build, round));

  const owner = await round.cloud.deploy(assemblyOf(TABLE_OWNER, round));
  const table = owner.outputs.Owner?.Table ?? '';
  await deployed(round, 'an imported table', assemblyOf(importing(table), round));
}

function exampleAssembly(issuer: string): string {
  const outdir = newOutdir();
  createApp({ trust: trustIn(issuer), allowLoopbackIssuers: true, outdir }).synth();
  return outdir;
}

function consumerAssembly(issuer: string): string {
  const outdir = newOutdir();
  const { issuers, cors } = trustIn(issuer);
  synthesizeConsumer(installConsumer(), { issuer, outdir, more: { issuers, cors } });
  return outdir;
}
