/** A Lambda function from one of our bundles. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Duration } from 'aws-cdk-lib';
import { App, RemovalPolicy, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { BUNDLES } from '../core/contract.ts';
import { acknowledge } from './acknowledge.ts';
import { limitEnvironment } from './environment-size.ts';
import type { FunctionSettings } from './function-settings.ts';
import { SetupError } from './setup-error.ts';

/** The folder of the bundles that `npm run build` makes, and that the package contains. */
const BUNDLES_FOLDER = join(import.meta.dirname, '..', 'dist', 'lambda');

export interface BundledFunctionProps {
  readonly bundle: (typeof BUNDLES)[keyof typeof BUNDLES];
  readonly description: string;
  readonly timeout: Duration;
  readonly environment?: Readonly<Record<string, string>>;
  /** A file to deploy beside the code. */
  readonly file?: { readonly name: string; readonly text: string };
  readonly settings?: FunctionSettings;
}

/**
 * Creates the function on nodejs24.x and arm64, with a log group and a role of its own. Synth stops if its environment may
 * be too large for Lambda. Throws a SetupError when the bundle is not built.
 */
export function bundledFunction(scope: Construct, id: string, props: BundledFunctionProps): lambda.Function {
  const folder = join(BUNDLES_FOLDER, props.bundle);
  if (!existsSync(join(folder, 'index.js'))) {
    throw new SetupError(
      `The bundle ${props.bundle} is not built: run "npm run build" here first, or, where this is an installed package, pack it without --ignore-scripts.`,
    );
  }
  const { memorySize = 1024, logRetention, securityGroups, ...settings } = props.settings ?? {};
  const logGroup = new logs.LogGroup(scope, `${id}Logs`, {
    retention: logRetention ?? logs.RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const fn = new lambda.Function(scope, id, {
    ...settings,
    ...(securityGroups === undefined ? {} : { securityGroups: [...securityGroups] }),
    memorySize,
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    code: lambda.Code.fromAsset(props.file === undefined ? folder : folderWith(scope, folder, props.file)),
    handler: 'index.handler',
    description: props.description,
    timeout: props.timeout,
    tracing: lambda.Tracing.ACTIVE,
    environment: { ...props.environment },
    role: createRole(scope, `${id}ServiceRole`, logGroup, settings.vpc !== undefined),
    logGroup,
  });
  limitEnvironment(fn);
  return fn;
}

/**
 * Copies a bundle into the cloud assembly, with one more file. Code and file are one asset: they are deployed in one update
 * of the function. The name of the folder has the hash of its content, since CDK takes one path for one asset.
 */
function folderWith(
  scope: Construct,
  bundle: string,
  { name, text }: NonNullable<BundledFunctionProps['file']>,
): string {
  const hash = createHash('sha256')
    .update(text)
    .update(readFileSync(join(bundle, 'index.js')));
  const { assetOutdir } = Stage.of(scope) ?? new App();
  const folder = join(assetOutdir, `step-up-${basename(bundle)}-${hash.digest('hex').slice(0, 16)}`);
  cpSync(bundle, folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return folder;
}

/** A policy of its own: AWS's managed policies for functions allow writing to every log group of the account. */
function createRole(scope: Construct, id: string, logGroup: logs.LogGroup, inVpc: boolean): iam.Role {
  const role = new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  if (inVpc) role.addToPolicy(new iam.PolicyStatement({ actions: VPC_ACTIONS, resources: ['*'] }));
  acknowledge(
    role,
    'IAM5[Resource::*]',
    inVpc
      ? 'Active tracing and the network interfaces of a VPC: these actions cannot be limited to resources that are known in advance.'
      : 'Active tracing: the two X-Ray actions cannot be limited to resources.',
  );
  return role;
}

/** AWS Lambda: "Giving Lambda functions access to resources in an Amazon VPC", required IAM permissions. */
const VPC_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
