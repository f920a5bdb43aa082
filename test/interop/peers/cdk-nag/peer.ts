/** cdk-nag: its AwsSolutions and Serverless packs, over the apps and not over their templates. It comes with `npm ci`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import packageJson from '../../../../package.json' with { type: 'json' };
import { installConsumer, synthesizeConsumer } from '../../../support/stacks/consumer-app.ts';
import { newOutdir } from '../../../support/stacks/synth.ts';
import { ACCEPTED } from '../../accepted.ts';
import { runWell } from '../../command.ts';
import { judge } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { nothing } from '../../peer.ts';
import type { Peer } from '../../peer.ts';
import { ISSUER, nameOf, REGIONS } from '../../templates.ts';

const NAG_MAIN = join(import.meta.dirname, 'nag-main.ts');

const report = v.object({
  pluginReports: v.array(
    v.object({
      pluginName: v.string(),
      violations: v.array(
        v.object({
          ruleName: v.string(),
          description: v.string(),
          violatingConstructs: v.array(v.object({ constructPath: v.string() })),
        }),
      ),
    }),
  ),
});

export const cdkNag: Peer = {
  name: 'cdk-nag',
  version: packageJson.devDependencies['cdk-nag'],
  does: 'synthesizes both apps with the AwsSolutions and the Serverless pack, in three partitions',
  limit: 600,
  install: nothing,
  start: nothing,
  test: async ({ check }, { signal }) => {
    const findings: Finding[] = [];
    const consumer = installConsumer();
    for (const region of REGIONS) {
      const [example, shop] = [newOutdir(), newOutdir()];
      await runWell(
        process.execPath,
        ['--no-warnings', NAG_MAIN, JSON.stringify({ outdir: example, region })],
        {
          signal,
        },
      );
      findings.push(...findingsOf('example', region, example));
      synthesizeConsumer(consumer, { issuer: ISSUER, outdir: shop, region, main: NAG_MAIN });
      findings.push(...findingsOf('consumer', region, shop));
    }
    const names = REGIONS.flatMap((region) => [nameOf('example', region), nameOf('consumer', region)]);
    const accepted = ACCEPTED.filter(({ peer }) => peer === 'cdk-nag');
    judge(names, findings, accepted).forEach(check);
  },
  stop: nothing,
};

function findingsOf(app: Finding['app'], region: string | undefined, outdir: string): Finding[] {
  const { pluginReports } = v.parse(
    report,
    JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')),
  );
  for (const pack of ['AwsSolutions', 'Serverless']) {
    if (!pluginReports.some(({ pluginName }) => pluginName === pack))
      throw new Error(`${pack} has not reported`);
  }
  return pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName: rule, description: message, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => ({
        rule,
        app,
        template: nameOf(app, region),
        on: constructPath.replace(/^[^/]+\//, '').replace(/\/Resource$/, ''),
        message,
      })),
    ),
  );
}
