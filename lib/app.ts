/** The CDK app, as a function: the CDK command line and the local run make the same one. */
import { App } from 'aws-cdk-lib';
import type { TrustConfig } from '../lambda/core/trust-config.ts';
import { StepUpStack } from './step-up-stack.ts';

export const STACK_NAME = 'StepUp';

export interface CreateAppProps {
  readonly trust: TrustConfig;
  /** Folder for the synthesized template; default: where the CDK command line wants it. */
  readonly outdir?: string;
  /** Accept issuers over http on loopback: for the local run only. */
  readonly allowLoopbackIssuers?: boolean;
}

/** Creates the app with the example stack. Throws when the trust config does not fit, or a bundle is not built. */
export function createApp({ trust, outdir, allowLoopbackIssuers = false }: CreateAppProps): App {
  const app = new App({ analyticsReporting: false, ...(outdir === undefined ? {} : { outdir }) });
  new StepUpStack(app, STACK_NAME, { trust, allowLoopbackIssuers });
  return app;
}
