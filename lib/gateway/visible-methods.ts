/** The methods of an API that synth can see: those of the app, by addMethod or as a CfnMethod, in any of its stacks. */
import { isDeepStrictEqual } from 'node:util';
import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import { renderedProperties } from './rendered-properties.ts';
import { attachedTo } from './visible-api.ts';
import type { GuardedMethod } from './unprotected.ts';

export interface VisibleMethod extends GuardedMethod {
  readonly cfnMethod: apigateway.CfnMethod;
  /** What the app made: the Method of CDK, or the CfnMethod itself. */
  readonly construct: IConstruct;
}

/** A method whose path cannot be told, such as one of a resource that another app made, is left out. */
export function visibleMethods(
  api: apigateway.RestApi,
  authorizer: apigateway.CfnAuthorizer,
): readonly VisibleMethod[] {
  const nodes = api.node.root.node.findAll();
  const resources = nodes.filter((node) => node instanceof apigateway.CfnResource);
  return nodes
    .filter((node) => node instanceof apigateway.CfnMethod)
    .filter((one) => attachedTo(api, one))
    .flatMap((cfnMethod) => {
      const { scope = cfnMethod } = cfnMethod.node;
      const construct = scope instanceof apigateway.Method ? scope : cfnMethod;
      const resourcePath =
        construct instanceof apigateway.Method
          ? construct.resource.path
          : pathOf(cfnMethod.resourceId, cfnMethod.stack, { api, resources });
      if (resourcePath === undefined) return [];
      const { httpMethod } = cfnMethod;
      return [{ httpMethod, resourcePath, guard: guardOf(cfnMethod, authorizer), cfnMethod, construct }];
    });
}

interface Tree {
  readonly api: apigateway.RestApi;
  readonly resources: readonly apigateway.CfnResource[];
}

function pathOf(resourceId: string, stack: Stack, tree: Tree): string | undefined {
  const is = (id: string) =>
    id === resourceId || isDeepStrictEqual(stack.resolve(id), stack.resolve(resourceId));
  if (is(tree.api.restApiRootResourceId)) return '/';
  const resource = tree.resources.find((one) => one.stack === stack && is(one.ref));
  const parent = resource && pathOf(resource.parentId, stack, tree);
  return parent === undefined ? undefined : `${parent === '/' ? '' : parent}/${String(resource?.pathPart)}`;
}

/** What the template says: other code may have changed it after `protect`. */
export function guardOf(
  method: apigateway.CfnMethod,
  authorizer: apigateway.CfnAuthorizer,
): GuardedMethod['guard'] {
  const { AuthorizationType: type, AuthorizerId: id } = renderedProperties(method);
  if (type === undefined || type === apigateway.AuthorizationType.NONE) return 'none';
  const ours =
    type === apigateway.AuthorizationType.CUSTOM &&
    isDeepStrictEqual(id, method.stack.resolve(authorizer.ref));
  return ours ? 'step-up' : 'other';
}
