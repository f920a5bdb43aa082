/** Entry of the CDK app: `npx cdk synth`, `npx cdk deploy`. */
import { join } from 'node:path';
import { createApp } from '../lib/app.ts';
import { readTrustConfig } from '../lib/read-trust-config.ts';

const file = join(import.meta.dirname, '..', 'step-up.config.json');

try {
  createApp({ trust: readTrustConfig(file) }).synth();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
