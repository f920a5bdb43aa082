/** OPTIONS carries no credentials: it is answered without the authorizer, also where the method is ANY. */
import { Annotations, Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { GRANT_HEADER } from '../lambda/contract.ts';
import type { Deployments } from './deployments.ts';
import { cfnMethodOf } from './request-authorizer.ts';

export class Preflights {
  readonly #allowedOrigins: readonly string[];
  readonly #deployments: Deployments;
  readonly #settled = new Set<apigateway.IResource>();

  constructor(allowedOrigins: readonly string[], deployments: Deployments) {
    this.#allowedOrigins = allowedOrigins;
    this.#deployments = deployments;
  }

  /**
   * Gives a resource an OPTIONS that lets our headers through; once, however often it is called. One that is there
   * already stays as it is, with a warning. Without allowed origins, only ANY gets one, which allows nothing.
   */
  allow(resource: apigateway.IResource): void {
    if (this.#settled.has(resource)) return;
    const hasOwn = resource.node.tryFindChild('OPTIONS') !== undefined;
    if (!hasOwn && this.#allowedOrigins.length === 0 && resource.node.tryFindChild('ANY') === undefined)
      return;
    this.#settled.add(resource);
    // CDK copies the methods of a {proxy+} below the root to the root.
    if (resource instanceof apigateway.ProxyResource && resource.parentResource?.path === '/')
      this.#settled.add(resource.parentResource);
    if (hasOwn) warnOfOwn(resource);
    else this.#deployments.include(cfnMethodOf(this.#add(resource)), this.#allowedOrigins);
  }

  #add(resource: apigateway.IResource): apigateway.Method {
    if (this.#allowedOrigins.length === 0) {
      return resource.addMethod('OPTIONS', new apigateway.MockIntegration(NO_CORS), {
        methodResponses: [{ statusCode: '204' }],
      });
    }
    return resource.addCorsPreflight({
      allowOrigins: [...this.#allowedOrigins],
      allowHeaders: ['Authorization', 'Content-Type', GRANT_HEADER],
      maxAge: Duration.minutes(10),
    });
  }
}

function warnOfOwn(resource: apigateway.IResource): void {
  Annotations.of(resource).addWarningV2(
    'step-up-authorizer:preflight',
    `${resource.path} has an OPTIONS of its own: let it allow the headers Authorization and ${GRANT_HEADER}.`,
  );
}

const NO_CORS: apigateway.IntegrationOptions = {
  requestTemplates: { 'application/json': '{ statusCode: 204 }' },
  integrationResponses: [{ statusCode: '204' }],
};
