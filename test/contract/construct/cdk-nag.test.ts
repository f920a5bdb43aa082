import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aws_ec2 as ec2, Validations } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as v from 'valibot';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import { createApp } from '../../../lib/example/app.ts';
import { foreignApi } from '../../support/stacks/foreign-api.ts';
import { newOutdir, TRUST } from '../../support/stacks/synth.ts';

test('the stack passes the AWS Solutions checks, with every departure acknowledged at its resource', () => {
  const parsed = parseTrustConfig(TRUST);
  if (!parsed.ok) throw new Error('the trust config of the tests has mistakes');
  const app = createApp({ trust: parsed.value, outdir: newOutdir() });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();

  const acknowledged = app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .map(({ data }) => `${node.path}: ${JSON.stringify(data)}`),
    );
  // One more is a decision to be made, not a number to be adjusted.
  expect(acknowledged).toHaveLength(21);
});

const reportSchema = v.object({
  pluginReports: v.array(
    v.object({
      violations: v.array(
        v.object({
          ruleName: v.string(),
          violatingConstructs: v.array(v.object({ constructPath: v.string() })),
        }),
      ),
    }),
  ),
});

test('on an API that exists already, nothing of ours departs from them without a reason', () => {
  const { app, api, stepUp } = foreignApi({
    props: (scope) => ({
      authorizerFunction: {
        vpc: ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
          vpcId: 'vpc-0123456789abcdef0',
          availabilityZones: ['eu-west-1a'],
          privateSubnetIds: ['subnet-0123456789abcdef0'],
        }),
      },
    }),
  });
  stepUp.protect(api.root.addMethod('ANY'), {});
  const found = departuresOf(app).map(({ path }) => path);
  expect(new Set(found)).toEqual(
    new Set([
      'Foreign/Api/Resource',
      'Foreign/Api/CloudWatchRole/Resource',
      'Foreign/Api/DeploymentStage.prod/Resource',
    ]),
  );
});

test('with a rate limit, the stage has its web ACL, and nothing else departs from them', () => {
  const departures = (limit: boolean) => {
    const { app, api, stepUp } = foreignApi();
    stepUp.protect(api.root.addMethod('ANY'), {});
    if (limit) stepUp.limitRate({ requestsPerFiveMinutes: 200 });
    return departuresOf(app);
  };
  const ofAcl = ({ rule }: Departure) => rule.includes('APIG3');
  const without = departures(false);
  expect(without.filter(ofAcl)).toHaveLength(1);
  expect(departures(true)).toEqual(without.filter((one) => !ofAcl(one)));
});

interface Departure {
  readonly rule: string;
  readonly path: string;
}

/** What stops synth: at least what the owner of the API has not settled, as it would without us. */
function departuresOf(app: App): Departure[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).toThrow(/APIG1/);
  const { pluginReports } = v.parse(
    reportSchema,
    JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')),
  );
  return pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName: rule, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath: path }) => ({ rule, path })),
    ),
  );
}
