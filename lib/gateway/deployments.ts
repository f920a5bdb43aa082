/** Keeps the deployments of an API, CDK's own and any others, of other stacks too, in step with what is protected. */
import { Aspects, Lazy, Stage } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { DependencyGroup } from 'constructs';
import type { IConstruct } from 'constructs';

/** What a deployment has to wait for, and which of it makes a new deployment when it changes. */
export class Deployments {
  readonly #parts = new DependencyGroup();
  readonly #fingerprints: unknown[] = [];
  readonly #followed = new Set<apigateway.Deployment>();

  constructor(api: apigateway.RestApi) {
    Aspects.of(Stage.of(api) ?? api).add({
      visit: (node) => {
        // By the id: a Deployment may have been given the API as imported.
        if (node instanceof apigateway.Deployment && node.api.restApiId === api.restApiId) this.#follow(node);
      },
    });
  }

  /** `fingerprint` is what makes a new deployment when it differs from that of the last one. */
  include(part: IConstruct, fingerprint: unknown): void {
    this.#parts.add(part);
    this.#fingerprints.push({ path: part.node.path, fingerprint });
  }

  /**
   * A stage serves a snapshot of the API until the logical id of its deployment differs. Once for each: aspects come
   * again with every synth that is forced, as those of CDK's assertions are.
   */
  #follow(deployment: apigateway.Deployment): void {
    if (this.#followed.has(deployment)) return;
    this.#followed.add(deployment);
    deployment.node.addDependency(this.#parts);
    deployment.addToLogicalId({ stepUp: Lazy.any({ produce: () => this.#fingerprints }) });
  }
}
