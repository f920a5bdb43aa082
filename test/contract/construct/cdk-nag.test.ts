import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aws_ec2 as ec2, Validations } from 'aws-cdk-lib';
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
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  // What the owner of the API has not settled stops synth, as it would without us.
  expect(() => app.synth()).toThrow(/APIG1/);
  const { pluginReports } = v.parse(
    reportSchema,
    JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')),
  );
  const found = pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ violatingConstructs }) => violatingConstructs.map((one) => one.constructPath)),
  );
  expect(new Set(found)).toEqual(
    new Set([
      'Foreign/Api/Resource',
      'Foreign/Api/CloudWatchRole/Resource',
      'Foreign/Api/DeploymentStage.prod/Resource',
    ]),
  );
});
