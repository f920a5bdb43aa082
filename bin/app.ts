/** Entry of the CDK app: `npx cdk synth`, `npx cdk deploy`. `--context config=FILE` names another trust config, and `--context stackName=NAME` another stack. */
import { join, resolve } from 'node:path';
import { createApp } from '../lib/example/app.ts';
import { readTrustConfig } from '../lib/trust/read-trust-config.ts';
import { SetupError } from '../lib/setup-error.ts';

try {
  createApp({
    trust: (app) => {
      const config: unknown = app.node.tryGetContext('config');
      return readTrustConfig(
        typeof config === 'string' ? resolve(config) : join(import.meta.dirname, '..', 'step-up.config.json'),
      );
    },
  }).synth();
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
