/** The CDK app, as a function: the CDK command line and the local run make the same one. */
import { App } from 'aws-cdk-lib';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { StepUpStack } from './stack.ts';
import type { TrustConfigProps } from '../trust/trust-config.ts';

export const STACK_NAME = 'StepUp';

export interface CreateAppProps {
  /** The trust config, or how to get it once the context of the command line is known. */
  readonly trust: TrustConfigProps | ((app: App) => TrustConfigProps);
  /** Folder for the synthesized template; default: where the CDK command line wants it. */
  readonly outdir?: string;
  /** Accept issuers over http on loopback: for the local run only. */
  readonly allowLoopbackIssuers?: boolean;
}

/** Creates the app with the example stack. Throws a SetupError when the trust config does not fit, or a bundle is not built. */
export function createApp({ trust, outdir, allowLoopbackIssuers = false }: CreateAppProps): App {
  const app = new App({
    analyticsReporting: false,
    // Else an app that failed half way is synthesized all the same when the process ends.
    autoSynth: false,
    // The command line passes these itself. Without it, the template must not come out different.
    context: cdkJson.context,
    ...(outdir === undefined ? {} : { outdir }),
  });
  new StepUpStack(app, STACK_NAME, {
    trust: typeof trust === 'function' ? trust(app) : trust,
    allowLoopbackIssuers,
  });
  return app;
}
