/** Makes every deployment of an API, in this stack and in others, follow the changes of what is protected. */
import { Aspects, Lazy, Stage } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { DependencyGroup } from 'constructs';
import type { IConstruct } from 'constructs';
import { attachedTo, isSameApi } from './visible-api.ts';

/** The parts of the API that its deployments depend on. A change of a part makes a new deployment. */
export class Deployments {
  readonly #parts = new DependencyGroup();
  readonly #fingerprints: unknown[] = [];
  readonly #followed = new Set<apigateway.Deployment>();
  readonly #unfollowed = new Set<string>();

  constructor(api: apigateway.RestApi) {
    Aspects.of(Stage.of(api) ?? api).add({
      visit: (node) => {
        // A Deployment may refer to the API as an imported one.
        if (node instanceof apigateway.Deployment && isSameApi(node.api, api)) this.#follow(node);
        if (isOwnCfnDeployment(node) && attachedTo(api, node)) this.#unfollowed.add(node.node.path);
      },
    });
    api.node.addValidation({ validate: () => [...this.#unfollowed].map(notFollowed) });
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
    deployment.addToLogicalId({ stepUp: Lazy.any({ produce: () => this.#fingerprints }) });
  }
}

/** One that no Deployment of CDK has made. */
function isOwnCfnDeployment(node: IConstruct): node is apigateway.CfnDeployment {
  return node instanceof apigateway.CfnDeployment && !(node.node.scope instanceof apigateway.Deployment);
}

function notFollowed(path: string): string {
  return (
    `${path} is a CfnDeployment, a snapshot of the API that does not change with what is protected: a stage of it would stay ` +
    'open. Make a Deployment (aws-apigateway) in its place.'
  );
}
