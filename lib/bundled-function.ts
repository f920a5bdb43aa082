/** A Lambda function from one of our bundles. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Duration } from 'aws-cdk-lib';
import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { BUNDLES } from '../lambda/contract.ts';
import { acknowledge } from './acknowledge.ts';
import { SetupError } from './setup-error.ts';

/** The folder of the bundles that `npm run build` makes. */
const BUNDLES_FOLDER = join(import.meta.dirname, '..', 'dist', 'lambda');

export interface BundledFunctionProps {
  readonly bundle: (typeof BUNDLES)[keyof typeof BUNDLES];
  readonly description: string;
  /** More memory is more CPU, which is what a cold start is made of. In MB. */
  readonly memorySize: number;
  readonly timeout: Duration;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Creates the function on nodejs24.x and arm64, with a log group and a role of its own. Throws a SetupError
 * when the bundle is not built.
 */
export function bundledFunction(scope: Construct, id: string, props: BundledFunctionProps): lambda.Function {
  const folder = join(BUNDLES_FOLDER, props.bundle);
  if (!existsSync(join(folder, 'index.js'))) {
    throw new SetupError(`The bundle ${props.bundle} is not built: run "npm run build" first.`);
  }
  const logGroup = new logs.LogGroup(scope, `${id}Logs`, {
    retention: logs.RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    code: lambda.Code.fromAsset(folder),
    handler: 'index.handler',
    description: props.description,
    memorySize: props.memorySize,
    timeout: props.timeout,
    tracing: lambda.Tracing.ACTIVE,
    environment: { ...props.environment },
    role: createRole(scope, `${id}ServiceRole`, logGroup),
    logGroup,
  });
}

/** Not AWS's managed role for functions: that one may write to every log group of the account. */
function createRole(scope: Construct, id: string, logGroup: logs.LogGroup): iam.Role {
  const role = new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  acknowledge(role, 'IAM5[Resource::*]', 'Active tracing: the two X-Ray actions know no resources.');
  return role;
}
