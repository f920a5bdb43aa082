import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parseTrustConfig } from '../../lambda/core/trust-config.ts';
import { createApp } from '../../lib/app.ts';
import { newOutdir, TRUST } from '../support/synth.ts';

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
  expect(acknowledged).toHaveLength(19);
});
