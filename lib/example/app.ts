/** The CDK app, as a function: the CDK command line and the local run create the same app. */
import { App } from 'aws-cdk-lib';
import type { Environment } from 'aws-cdk-lib';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { StepUpStack } from './stack.ts';
import type { TrustConfigProps } from '../trust/trust-config.ts';

export const STACK_NAME = 'StepUp';

export interface CreateAppProps {
  /** The trust config, or a function that reads it, for which the context of the command line is known. */
  readonly trust: TrustConfigProps | ((app: App) => TrustConfigProps);
  /** Folder for the synthesized template; default: the folder that the CDK command line expects. */
  readonly outdir?: string;
  /** Accept issuers over http on loopback: for the local run only. */
  readonly allowLoopbackIssuers?: boolean;
  /** Account and region of the stack; default: those that it is deployed to. */
  readonly env?: Environment;
}

/**
 * Creates the app with the example stack, which is deployed under the name of the context `stackName`, if there is one. Throws a SetupError if the trust config has mistakes, or a bundle is not built.
 */
export function createApp({ trust, outdir, allowLoopbackIssuers = false, env }: CreateAppProps): App {
  const app = new App({
    analyticsReporting: false,
    // Otherwise an app that failed halfway would still be synthesized when the process ends.
    autoSynth: false,
    // CDK's check of the template for CloudFormation takes longer than the rest: the local run deploys nothing.
    builtinCloudFormationValidation: !allowLoopbackIssuers,
    // The CDK command line passes these itself. Without it, the template must be the same.
    context: cdkJson.context,
    ...(outdir === undefined ? {} : { outdir }),
  });
  const stackName: unknown = app.node.tryGetContext('stackName');
  new StepUpStack(app, STACK_NAME, {
    ...(typeof stackName === 'string' ? { stackName } : {}),
    trust: typeof trust === 'function' ? trust(app) : trust,
    allowLoopbackIssuers,
    ...(env === undefined ? {} : { env }),
  });
  return app;
}
