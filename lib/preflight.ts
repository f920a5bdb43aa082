/** OPTIONS carries no credentials: it is answered without the authorizer, also where the method is ANY. */
import { Annotations, Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { GRANT_HEADER } from '../lambda/contract.ts';

/** Gives a resource an OPTIONS that lets our headers through; once, however often it is called. */
export type AllowPreflight = (resource: apigateway.IResource) => void;

/** An OPTIONS that a resource has already stays as it is, with a warning. Without origins, ANY gets one that allows nothing. */
export function createPreflights(allowedOrigins: readonly string[]): AllowPreflight {
  const seen = new Set<apigateway.IResource>();
  return (resource) => {
    if (seen.has(resource)) return;
    seen.add(resource);
    // CDK copies the methods of a {proxy+} below the root to the root.
    const { parentResource: parent } = resource;
    if (resource instanceof apigateway.ProxyResource && parent?.path === '/') seen.add(parent);
    if (resource.node.tryFindChild('OPTIONS') !== undefined) {
      Annotations.of(resource).addWarningV2(
        'step-up-authorizer:preflight',
        `${resource.path} has an OPTIONS of its own: let it allow the headers Authorization and ${GRANT_HEADER}.`,
      );
    } else if (allowedOrigins.length > 0) {
      resource.addCorsPreflight({
        allowOrigins: [...allowedOrigins],
        allowHeaders: ['Authorization', 'Content-Type', GRANT_HEADER],
        maxAge: Duration.minutes(10),
      });
    } else if (resource.node.tryFindChild('ANY') !== undefined) {
      resource.addMethod('OPTIONS', new apigateway.MockIntegration(NO_CORS), {
        methodResponses: [{ statusCode: '204' }],
      });
    }
  };
}

const NO_CORS: apigateway.IntegrationOptions = {
  requestTemplates: { 'application/json': '{ statusCode: 204 }' },
  integrationResponses: [{ statusCode: '204' }],
};
