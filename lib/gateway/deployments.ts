/** Makes every deployment of an API, in this stack and in others, follow the changes of what is protected. */
import { Annotations, Aspects, CfnResource, Lazy, Stage } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { DependencyGroup } from 'constructs';
import type { IConstruct } from 'constructs';
import { namedIn } from './named.ts';
import { logicalIdOf } from './response-ids.ts';
import { attachedTo, isSameApi } from './visible-api.ts';

/** The parts of the API that its deployments depend on. A change of a part makes a new deployment. */
export class Deployments {
  readonly #parts = new DependencyGroup();
  readonly #fingerprints: unknown[] = [];
  readonly #followed = new Set<apigateway.Deployment>();
  readonly #unfollowed = new Set<string>();
  /** What a check gives in place of the fingerprints. */
  #another: string | undefined;

  constructor(api: apigateway.RestApi) {
    Aspects.of(Stage.of(api) ?? api).add({
      visit: (node) => {
        // A Deployment may refer to the API as an imported one.
        if (node instanceof apigateway.Deployment && isSameApi(node.api, api)) this.#follow(node);
        if (isOwnCfnDeployment(node) && attachedTo(api, node)) this.#unfollowed.add(node.node.path);
      },
    });
    api.node.addValidation({
      validate: () => {
        warnOfFixed(api, [...this.#followed].map(cfnDeploymentOf));
        return [...[...this.#unfollowed].map(notFollowed), ...this.#fixed().map(notChanging)];
      },
    });
  }

  /** Deployments wait for these parts, too; a change of them makes no new one. */
  waitFor(...parts: readonly IConstruct[]): void {
    this.#parts.add(...parts);
  }

  /** A `fingerprint` that differs from that of the last deployment makes a new one. */
  include(part: IConstruct, fingerprint: unknown): void {
    this.#parts.add(part);
    this.#fingerprints.push({ path: part.node.path, fingerprint });
  }

  /**
   * A stage serves a snapshot of the API until the logical id of its deployment changes. Once for each deployment:
   * aspects run again at every forced synth, such as that of CDK's assertions.
   */
  #follow(deployment: apigateway.Deployment): void {
    if (this.#followed.has(deployment)) return;
    this.#followed.add(deployment);
    deployment.node.addDependency(this.#parts);
    deployment.addToLogicalId({
      stepUp: Lazy.uncachedAny({ produce: () => this.#another ?? this.#fingerprints }),
    });
  }

  /** The paths of deployments whose logical id other code has fixed. */
  #fixed(): string[] {
    const ids = () => [...this.#followed].map((one) => idOf(one));
    const before = ids();
    this.#another = 'another';
    const after = ids();
    this.#another = undefined;
    return [...this.#followed]
      .filter((_, index) => before[index] === after[index])
      .map(({ node }) => node.path);
  }
}

/** What CDK makes for a Deployment. */
function cfnDeploymentOf({ node }: apigateway.Deployment): apigateway.CfnDeployment | undefined {
  return node.children.find((child) => child instanceof apigateway.CfnDeployment);
}

function idOf(deployment: apigateway.Deployment): string | undefined {
  const cfnDeployment = cfnDeploymentOf(deployment);
  return cfnDeployment && logicalIdOf(cfnDeployment);
}

/** A stage that names a deployment by its id alone stays on that snapshot. */
function warnOfFixed(
  api: apigateway.RestApi,
  followed: readonly (apigateway.CfnDeployment | undefined)[],
): void {
  const stages = api.node.root.node.findAll().filter((node) => node instanceof apigateway.CfnStage);
  for (const stage of stages.filter((one) => attachedTo(api, one))) {
    const deployment = namedIn(stage, 'DeploymentId')?.element;
    if (followed.some((one) => one === deployment)) continue;
    Annotations.of(stage).addWarningV2(
      'step-up-authorizer:fixed-deployment',
      `${stage.node.path} serves a deployment that synth does not know, a snapshot of the API that does not change with what is ` +
        'protected: its routes may stay open. Give it deploymentId of a Deployment (aws-apigateway).',
    );
  }
}

function notChanging(path: string): string {
  return (
    `${path} has a logical id that does not change with what is protected: its stages would stay on a snapshot of the API, and be ` +
    'open. Do not override its logical id.'
  );
}

/** One that no Deployment of CDK has made, also as a bare CfnResource. */
function isOwnCfnDeployment(node: IConstruct): node is CfnResource {
  return (
    CfnResource.isCfnResource(node) &&
    node.cfnResourceType === apigateway.CfnDeployment.CFN_RESOURCE_TYPE_NAME &&
    !(node.node.scope instanceof apigateway.Deployment)
  );
}

function notFollowed(path: string): string {
  return (
    `${path} is a CfnDeployment, a snapshot of the API that does not change with what is protected: a stage of it would stay ` +
    'open. Make a Deployment (aws-apigateway) in its place.'
  );
}
