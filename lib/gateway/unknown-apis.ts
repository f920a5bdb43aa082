/** Warns of parts of an API whose id ties them to no API of the app: if it is ours, what synth promises does not hold. */
import { Annotations, CfnResource } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { renderedProperties } from './rendered-properties.ts';
import { apiOf } from './visible-api.ts';

/** The parts that synth checks or changes. */
const PARTS = new Set<string>([
  apigateway.CfnDeployment.CFN_RESOURCE_TYPE_NAME,
  apigateway.CfnGatewayResponse.CFN_RESOURCE_TYPE_NAME,
  apigateway.CfnMethod.CFN_RESOURCE_TYPE_NAME,
  apigateway.CfnStage.CFN_RESOURCE_TYPE_NAME,
]);

/** Once for each id, at the first part that has it. In the validation of the API: by then every aspect has run. */
export function warnOfUnknownApis(api: apigateway.RestApi): void {
  api.node.addValidation({
    validate: () => {
      const parts = api.node.root.node
        .findAll()
        .filter((node) => CfnResource.isCfnResource(node))
        .filter((node) => PARTS.has(node.cfnResourceType) && apiOf(node, api) === 'unknown');
      const first = new Map(parts.toReversed().map((part) => [idOf(part), part]));
      for (const [id, part] of first) warn(api, part, id);
      return [];
    },
  });
}

/** Within its stack: the parameters of two stacks may have one name. */
function idOf(part: CfnResource): string {
  return `${JSON.stringify(renderedProperties(part).RestApiId)} in ${part.stack.node.path}`;
}

function warn(api: apigateway.RestApi, part: CfnResource, id: string): void {
  Annotations.of(part).addWarningV2(
    'step-up-authorizer:unknown-api',
    `${part.node.path} is part of an API that synth does not know, ${id}. If that is ${api.node.path}, its methods may be ` +
      'open, and its deployments and gateway responses without ours: name it by restApiId of the RestApi. If it is another ' +
      'API, acknowledge this.',
  );
}
