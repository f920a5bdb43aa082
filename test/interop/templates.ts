/** The templates that others judge: of the example and of the consumer app, for the regions whose partitions differ. */
import { join } from 'node:path';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { createApp } from '../../lib/example/app.ts';
import { installConsumer, synthesizeConsumer } from '../support/stacks/consumer-app.ts';
import { newOutdir, TRUST } from '../support/stacks/synth.ts';

export interface JudgedTemplate {
  /** Such as `example cn-north-1`. */
  readonly name: string;
  readonly app: 'example' | 'consumer';
  /** Undefined for the example without a region, which is deployed to any. */
  readonly region: string | undefined;
  readonly file: string;
}

/** Commercial regions, China, GovCloud: three partitions. Undefined: what the app itself says. */
export const REGIONS = [undefined, 'cn-north-1', 'us-gov-west-1'] as const;

export const ISSUER = 'https://id.example.com';

let templates: readonly JudgedTemplate[] | undefined;

/** Synthesized once in a run; the consumer app from the packed package. */
export function judgedTemplates(): readonly JudgedTemplate[] {
  templates ??= synthesized();
  return templates;
}

function synthesized(): JudgedTemplate[] {
  const consumer = installConsumer();
  return REGIONS.flatMap((region) => [
    { name: nameOf('example', region), app: 'example' as const, region, file: exampleTemplate(region) },
    {
      name: nameOf('consumer', region),
      app: 'consumer' as const,
      region,
      file: synthesizeConsumer(consumer, { issuer: ISSUER, outdir: newOutdir(), region }),
    },
  ]);
}

export function nameOf(app: string, region: string | undefined): string {
  return region === undefined ? app : `${app} ${region}`;
}

function exampleTemplate(region: string | undefined): string {
  const outdir = newOutdir();
  exampleApp(outdir, region).synth();
  return join(outdir, 'StepUp.template.json');
}

/** The app of this repository, not yet synthesized. */
export function exampleApp(outdir: string, region: string | undefined) {
  const trust = parseTrustConfig(TRUST);
  if (!trust.ok)
    throw new Error(`the trust config of the tests has mistakes: ${JSON.stringify(trust.error)}`);
  return createApp({ trust: trust.value, outdir, ...(region === undefined ? {} : { env: { region } }) });
}
