/** Makes every deployment of an API, in this stack and in others, follow the changes of what is protected. */
import { Aspects, Lazy, Stage } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { DependencyGroup } from 'constructs';
import type { IConstruct } from 'constructs';

/** The parts of the API that its deployments depend on. A change of a part makes a new deployment. */
export class Deployments {
  readonly #parts = new DependencyGroup();
  readonly #fingerprints: unknown[] = [];
  readonly #followed = new Set<apigateway.Deployment>();

  constructor(api: apigateway.RestApi) {
    Aspects.of(Stage.of(api) ?? api).add({
      visit: (node) => {
        // Compared by the id: a Deployment may refer to the API as an imported one.
        if (node instanceof apigateway.Deployment && node.api.restApiId === api.restApiId) this.#follow(node);
      },
    });
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
