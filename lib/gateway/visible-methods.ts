/** The methods of an API that synth can see: those of the app, however they were made, in any of its stacks. */
import { CfnResource } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import { isSame, namedBy, namedIn } from './named.ts';
import type { Named } from './named.ts';
import { renderedProperties } from './rendered-properties.ts';
import { attachedTo } from './visible-api.ts';
import type { GuardedMethod } from './unprotected/finding.ts';

interface OfApp {
  readonly cfnMethod: CfnResource;
  /** What the app made: the Method of CDK, or the resource of the template itself. */
  readonly construct: IConstruct;
}

export interface VisibleMethod extends GuardedMethod, OfApp {}

export interface VisibleMethods {
  readonly methods: readonly VisibleMethod[];
  /** Open methods of the API of which synth cannot tell path or verb, such as one of a resource that another app made. */
  readonly unplaced: readonly OfApp[];
}

export function visibleMethods(
  api: apigateway.RestApi,
  authorizer: apigateway.CfnAuthorizer,
): VisibleMethods {
  const root = namedBy(api.restApiRootResourceId, api.stack);
  const methods: VisibleMethod[] = [];
  const unplaced: OfApp[] = [];
  for (const cfnMethod of methodsOfApp(api)) {
    const path = pathOf(namedIn(cfnMethod, 'ResourceId'), root);
    if (path === undefined && !attachedTo(api, cfnMethod)) continue;
    const { scope } = cfnMethod.node;
    const construct = scope instanceof apigateway.Method ? scope : cfnMethod;
    const resourcePath = path ?? (scope instanceof apigateway.Method ? scope.resource.path : undefined);
    const httpMethod = verbOf(cfnMethod);
    const guard = guardOf(cfnMethod, authorizer);
    if (resourcePath !== undefined && httpMethod !== undefined)
      methods.push({ httpMethod, resourcePath, guard, cfnMethod, construct });
    else if (guard === 'none' && httpMethod !== 'OPTIONS') unplaced.push({ cfnMethod, construct });
  }
  return { methods, unplaced };
}

/** Of all its APIs. */
export function methodsOfApp({ node }: IConstruct): readonly CfnResource[] {
  const type = apigateway.CfnMethod.CFN_RESOURCE_TYPE_NAME;
  const resources = node.root.node.findAll().filter((one) => CfnResource.isCfnResource(one));
  return resources.filter(({ cfnResourceType }) => cfnResourceType === type);
}

/** In the template. Undefined where only the deployment knows it. */
export function verbOf(method: CfnResource): string | undefined {
  const { HttpMethod: verb } = renderedProperties(method);
  return typeof verb === 'string' ? verb : undefined;
}

/** The path of a resource below `root`; undefined for one of another API, and where a part of it cannot be told. */
function pathOf(resource: Named | undefined, root: Named | undefined): string | undefined {
  if (resource === undefined) return undefined;
  if (isSame(resource, root)) return '/';
  const { element, attribute } = resource;
  if (!CfnResource.isCfnResource(element) || attribute !== 'Ref') return undefined;
  if (element.cfnResourceType !== apigateway.CfnResource.CFN_RESOURCE_TYPE_NAME) return undefined;
  const parent = pathOf(namedIn(element, 'ParentId'), root);
  const { PathPart: part } = renderedProperties(element);
  if (parent === undefined || typeof part !== 'string') return undefined;
  return `${parent === '/' ? '' : parent}/${part}`;
}

/** What the template says: other code may have changed it after `protect`. */
export function guardOf(method: CfnResource, authorizer: apigateway.CfnAuthorizer): GuardedMethod['guard'] {
  const { AuthorizationType: type } = renderedProperties(method);
  if (type === undefined || type === apigateway.AuthorizationType.NONE) return 'none';
  const ours =
    type === apigateway.AuthorizationType.CUSTOM &&
    isSame(namedIn(method, 'AuthorizerId'), namedBy(authorizer.ref, authorizer.stack));
  return ours ? 'step-up' : 'other';
}
