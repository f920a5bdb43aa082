/** A deployment, and what a client then finds. */
import { App } from 'aws-cdk-lib';
import { messageOf } from '../../../../core/error-text.ts';
import { newOutdir } from '../../../support/stacks/synth.ts';
import type { Report } from '../../peer.ts';
import type { Build } from './apps/consumers.ts';
import { ORIGIN, trustIn } from './apps/trust.ts';
import type { Cloud, Outputs } from './cloud.ts';
import { STEPS } from './flow.ts';
import { latecomerIn } from './order.ts';
import type { People } from './people.ts';
import { reachBy } from './reach.ts';

export interface Round {
  readonly cloud: Cloud;
  readonly people: People;
  readonly report: Report;
}

/** Synthesizes an app. Returns the folder of its cloud assembly. */
export function assemblyOf(build: Build, { people }: Pick<Round, 'people'>): string {
  const outdir = newOutdir();
  const app = new App({ outdir, analyticsReporting: false, autoSynth: false });
  build(app, trustIn(people.issuer));
  app.synth();
  return outdir;
}

/** Deploys an app, and goes through the flow at each of its APIs. */
export async function deployed(round: Round, name: string, assembly: string): Promise<Outputs> {
  const { outputs, problem } = await round.cloud.deploy(assembly);
  round.report.check({ name: `${name}: cdk deploy`, problem });
  if (problem === undefined) await served(round, name, outputs);
  return outputs;
}

/** Goes through the flow at each API of the outputs. */
export async function served(
  { cloud, people, report }: Round,
  name: string,
  outputs: Outputs,
  origin = ORIGIN,
): Promise<void> {
  const bases = basesIn(outputs);
  for (const stackName of Object.keys(outputs))
    report.check({
      name: `${name}: ${stackName} serves nothing before its policies and permissions are there`,
      problem: await latecomerIn(cloud, stackName),
    });
  if (bases.length === 0) report.check({ name: `${name}: an API`, problem: 'no output has its URL' });
  for (const base of bases) {
    const client = { reach: reachBy(cloud.url), people, base, origin };
    report.check({ name: `${name}: the flow at ${base}`, problem: await firstProblem(client) });
  }
}

export function basesIn(outputs: Outputs): string[] {
  const all = Object.values(outputs).flatMap((ofStack) => Object.entries(ofStack));
  const urls = all.filter(([id]) => /^(?:Base|ApiUrl|ApiEndpoint)/.test(id)).map(([, url]) => url);
  return [...new Set(urls.map((url) => url.replace(/\/$/, '')))];
}

async function firstProblem(client: Parameters<(typeof STEPS)[string]>[0]): Promise<string | undefined> {
  for (const [name, step] of Object.entries(STEPS)) {
    try {
      await step(client);
    } catch (error) {
      return `${name}: ${messageOf(error)}`;
    }
  }
  return undefined;
}
