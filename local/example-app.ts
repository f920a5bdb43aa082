/** The app of this repository on the local run: the template that would be deployed, trusting the local provider. */
import { join } from 'node:path';
import { exampleTrust } from './example-trust.ts';
import type { ExampleTrust } from './example-trust.ts';
import type { LocalApp } from './local-app.ts';

/**
 * The example app with a trust config. The issuers of the config are trusted beside the local provider. Throws with every
 * mistake in the config. `outdir` is the folder for the synthesized template.
 */
export function exampleApp({
  configFile,
  outdir,
}: {
  configFile: string;
  outdir: string;
}): LocalApp & Pick<ExampleTrust, 'issuers'> {
  const { trustAt, ...described } = exampleTrust(configFile);
  return {
    ...described,
    synthesize: async (addresses) => {
      // The CDK loads slowly: a mistake in a flag or in the config is told without it.
      const { createApp, STACK_NAME } = await import('../lib/example/app.ts');
      createApp({ trust: trustAt(addresses), outdir, allowLoopbackIssuers: true }).synth();
      return join(outdir, `${STACK_NAME}.template.json`);
    },
  };
}
