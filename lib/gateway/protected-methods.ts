/** Puts the authorizer before single methods, or all methods of a resource, and checks at synth that none is open. */
import { Aspects } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { MOST_CANDIDATES, policyCandidates } from '../../core/policy/precedence.ts';
import type { Deployments } from './deployments.ts';
import type { Preflights } from './preflights.ts';
import { attachAuthorizer } from './request-authorizer.ts';
import { SetupError } from '../setup-error.ts';
import { isSame, namedBy, namedIn } from './named.ts';
import { guardOf, methodsOfApp, verbOf } from './visible-methods.ts';

export interface ProtectedMethodsProps {
  readonly api: apigateway.RestApi;
  readonly authorizer: apigateway.CfnAuthorizer;
  readonly deployments: Deployments;
  readonly preflights: Preflights;
}

/** A method of the API as policies name it. */
export interface ProtectedRoute {
  readonly method: string;
  readonly resourcePath: string;
}

export class ProtectedMethods {
  readonly #props: ProtectedMethodsProps;
  readonly #methods = new Map<apigateway.Method, apigateway.CfnMethod>();
  readonly #resources = new Set<apigateway.IResource>();

  /** Synth stops if one of the methods is open; the error names `scope`. */
  constructor(scope: Construct, props: ProtectedMethodsProps) {
    this.#props = props;
    scope.node.addValidation({ validate: () => [...this.#emptyResources(), ...this.#openMethods(scope)] });
  }

  /** Throws a SetupError for OPTIONS, and for a method that cannot be protected. */
  add(method: apigateway.Method): void {
    if (method.httpMethod === 'OPTIONS')
      throw new SetupError(
        `OPTIONS ${method.resource.path}: browsers send it without credentials; leave it open.`,
      );
    requireReachable(`${method.httpMethod} ${method.resource.path}`, method.resource.path);
    this.#attach(method);
  }

  /** Adds every method that the resource has, or gets before synth, except OPTIONS. Resources below it are not covered. */
  addAllOf(resource: apigateway.IResource): void {
    requireReachable(`ANY ${resource.path}`, resource.path);
    this.#resources.add(resource);
    Aspects.of(resource).add({
      visit: (node) => {
        if (!(node instanceof apigateway.Method) || node.resource !== resource) return;
        if (node.httpMethod !== 'OPTIONS' && !this.#methods.has(node)) this.#attach(node);
      },
    });
    this.#props.preflights.allow(resource);
  }

  /** Includes the methods of protected resources that the aspect has not visited yet. */
  routes(): ProtectedRoute[] {
    const methods = new Set([...this.#methods.keys(), ...[...this.#resources].flatMap(methodsOf)]);
    return [...methods].map(({ httpMethod, resource }) => ({
      method: httpMethod,
      resourcePath: resource.path,
    }));
  }

  /** The largest number of policy keys that one of the routes can have. */
  mostCandidates(): number {
    return Math.max(...this.routes().map(({ resourcePath }) => candidatesFor(resourcePath)));
  }

  #attach(method: apigateway.Method): void {
    const { api, authorizer, deployments, preflights } = this.#props;
    const cfnMethod = attachAuthorizer(method, api, authorizer);
    this.#methods.set(method, cfnMethod);
    deployments.include(cfnMethod, authorizer.ref);
    preflights.allow(method.resource);
  }

  #emptyResources(): string[] {
    return [...this.#resources]
      .filter((resource) => methodsOf(resource).length === 0)
      .map(({ node }) => `${node.path} is protected and has no method: add one.`);
  }

  /**
   * Methods that other code has opened again, and methods of a protected resource that the aspect has not visited: those
   * made elsewhere in the tree, as a CfnMethod, or by an aspect after ours.
   */
  #openMethods({ node: { root } }: Construct): string[] {
    const own = new Set<CfnResource>(this.#methods.values());
    return methodsOfApp(root)
      .filter((one) => own.has(one) || (this.#isOfProtected(one) && verbOf(one) !== 'OPTIONS'))
      .filter((one) => guardOf(one, this.#props.authorizer) !== 'step-up')
      .map(
        (one) =>
          `${one.node.path} is protected, but ${verbOf(one)} is open: make it by addMethod of its resource, do not change its ` +
          'authorization, or protect it too.',
      );
  }

  /** By the resource that the template names; an imported one with a literal id names none. */
  #isOfProtected(method: CfnResource): boolean {
    const named = namedIn(method, 'ResourceId');
    return [...this.#resources].some(
      ({ resourceId, stack }) =>
        isSame(namedBy(resourceId, stack), named) ||
        (method instanceof apigateway.CfnMethod && method.resourceId === resourceId),
    );
  }
}

function methodsOf({ node }: apigateway.IResource): apigateway.Method[] {
  const methods = node.children.filter((child) => child instanceof apigateway.Method);
  return methods.filter(({ httpMethod }) => httpMethod !== 'OPTIONS');
}

/** Throws a SetupError if the route has more policy keys than can be looked up at once. */
function requireReachable(route: string, resourcePath: string): void {
  const candidates = candidatesFor(resourcePath);
  if (candidates <= MOST_CANDIDATES) return;
  throw new SetupError(
    `${route}: it has ${candidates} policy keys, and at most ${MOST_CANDIDATES} can be looked up. Use fewer path segments.`,
  );
}

/** The policy keys of one method of the route; those of ANY are among them. */
function candidatesFor(resourcePath: string): number {
  return policyCandidates('GET', resourcePath).length;
}
