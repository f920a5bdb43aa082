/** The construct: step-up authentication for the methods of a REST API. */
import { Annotations, Aspects, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { MOST_CANDIDATES, parseGroupItem, parsePolicyItem, policyCandidates } from '../lambda/core/policy.ts';
import { parseTrustConfig } from '../lambda/core/trust-config.ts';
import type { TrustConfig } from '../lambda/core/trust-config.ts';
import { Deployments } from './deployments.ts';
import { addEndpoints } from './endpoints.ts';
import type { FunctionSettings } from './function-settings.ts';
import { createAuthorizerFunction, createTokenExchangeFunction } from './functions.ts';
import { addGatewayResponses, warnOfOtherAuthorizers } from './gateway-responses.ts';
import type { Policy } from './policy.ts';
import { createPreflights } from './preflight.ts';
import type { AllowPreflight } from './preflight.ts';
import { attachAuthorizer, cfnMethodOf, createRequestAuthorizer } from './request-authorizer.ts';
import { PolicySeeds } from './seed-policies.ts';
import { problemList } from './problem-list.ts';
import { SetupError } from './setup-error.ts';
import { createTables } from './tables.ts';
import type { StepUpTables } from './tables.ts';
import { throttleEndpoints } from './throttle-endpoints.ts';
import type { TrustConfigProps } from './trust-config.ts';

export interface StepUpAuthorizerProps {
  /** The API whose methods are protected. Its gateway responses become step-up's, for the whole API. */
  readonly api: apigateway.RestApi;
  /** Which issuers are trusted and what their words mean: in code, or from a file by `readTrustConfig`. */
  readonly trust: TrustConfigProps;
  /**
   * Tables that exist already. A policy table holds the routes of one API; grants are bound to the API and the
   * stage anyway. @default tables of its own
   */
  readonly tables?: Partial<StepUpTables>;
  /** What becomes of tables of its own when the stack goes. @default they stay */
  readonly removalPolicy?: RemovalPolicy;
  /** Settings of the function that judges every request. */
  readonly authorizerFunction?: FunctionSettings;
  /** Settings of the function that issues grants and says what a route requires. */
  readonly tokenExchangeFunction?: FunctionSettings;
  /** Accept issuers over http on loopback: for the local run only. @default false */
  readonly allowLoopbackIssuers?: boolean;
}

/**
 * A Lambda authorizer, a token exchange, and their tables.
 *
 * Results of the authorizer are never cached: a cached allow outlives the token, its max_age and a spent
 * grant, and a cached challenge swallows the grant. The caches in the function's memory make that cheap.
 */
export class StepUpAuthorizer extends Construct {
  readonly api: apigateway.RestApi;
  readonly tables: StepUpTables;
  readonly authorizerFunction: lambda.Function;
  readonly tokenExchangeFunction: lambda.Function;

  readonly #trust: TrustConfig;
  readonly #authorizer: apigateway.CfnAuthorizer;
  readonly #seeds: PolicySeeds;
  readonly #deployments: Deployments;
  readonly #allowPreflight: AllowPreflight;
  readonly #protected = new Set<apigateway.Method | apigateway.IResource>();

  /**
   * Throws a SetupError with every mistake in the trust config, or when the API has gateway responses of its
   * own, or is of another stack.
   */
  constructor(scope: Construct, id: string, props: StepUpAuthorizerProps) {
    super(scope, id);
    this.api = props.api;
    if (Stack.of(this) !== Stack.of(props.api))
      throw new SetupError(
        `${this.node.path} and ${props.api.node.path} are of two stacks: put them into one.`,
      );
    this.#trust = trustConfigOf(props);
    const { allowedOrigins } = this.#trust.cors;
    this.tables = createTables(this, props.tables ?? {}, props.removalPolicy ?? RemovalPolicy.RETAIN);
    const parts = { tables: this.tables, trust: this.#trust, service: this.node.path };
    this.authorizerFunction = createAuthorizerFunction(this, {
      ...parts,
      settings: props.authorizerFunction ?? {},
    });
    this.tokenExchangeFunction = createTokenExchangeFunction(this, {
      ...parts,
      settings: props.tokenExchangeFunction ?? {},
    });
    this.#authorizer = createRequestAuthorizer(this, props.api, this.authorizerFunction);
    this.#seeds = new PolicySeeds(this, 'PolicySeeds', this.tables.policy);
    this.#deployments = new Deployments(props.api);
    throttleEndpoints(props.api);
    this.#deployments.include(this.#authorizer, this.#authorizer.authorizerUri);
    for (const response of addGatewayResponses(props.api, allowedOrigins))
      this.#deployments.include(response, fingerprintOf(response));
    warnOfOtherAuthorizers(props.api, this.#authorizer);
    this.#allowPreflight = createPreflights(allowedOrigins);
    this.#addEndpoints();
  }

  /**
   * Puts the authorizer before a method, or before every method that a resource has or gets, without the
   * resources below it. OPTIONS stays open.
   *
   * With `policy`, a policy item for the route (of a resource: for `ANY`) is created at the first deployment;
   * without one, the route is closed until an administrator writes it. Throws a SetupError for OPTIONS, which
   * carries no credentials, for a route nested too deep to be looked up, for a policy with mistakes, and for a
   * method of another API or with another authorization; of a resource, the last two stop synth.
   */
  protect(target: apigateway.Method | apigateway.IResource, policy?: Policy): void {
    if (target instanceof apigateway.Method) this.#protectMethod(target, policy);
    else this.#protectResource(target, policy);
  }

  /**
   * Creates a policy item at the first deployment, for what `protect` does not name: a wildcard such as
   * `ANY /payments/*`, or a group, `GROUP payments`. Throws a SetupError for one with mistakes.
   */
  seedPolicy(route: string, policy: Policy): void {
    const seed = { route, ...policy };
    const parse = route.startsWith('GROUP ') ? parseGroupItem : parsePolicyItem;
    const parsed = parse(seed, this.#trust.acr);
    if (!parsed.ok)
      throw new SetupError(`The policy of ${route} has mistakes:\n${problemList(parsed.problems)}`);
    this.#seeds.add(seed);
  }

  #protectMethod(method: apigateway.Method, policy: Policy | undefined): void {
    const template = method.resource.path;
    const route = `${method.httpMethod} ${template}`;
    if (method.httpMethod === 'OPTIONS')
      throw new SetupError(`${route}: browsers send OPTIONS without credentials; leave it open.`);
    requireReachable(route, template);
    if (policy !== undefined) this.seedPolicy(route, policy);
    this.#attach(method);
    if (method.resource instanceof apigateway.ProxyResource)
      this.#warnOfOpenRoot(method.resource, (name) => name === method.httpMethod);
    this.#allowPreflight(method.resource);
  }

  #protectResource(resource: apigateway.IResource, policy: Policy | undefined): void {
    const route = `ANY ${resource.path}`;
    requireReachable(route, resource.path);
    if (policy !== undefined) this.seedPolicy(route, policy);
    this.#protected.add(resource);
    Aspects.of(resource).add({
      visit: (node) => {
        if (!(node instanceof apigateway.Method) || node.resource !== resource) return;
        if (node.httpMethod !== 'OPTIONS' && !this.#protected.has(node)) this.#attach(node);
      },
    });
    resource.node.addValidation({
      validate: () =>
        methodsOf(resource).length > 0
          ? []
          : [`${resource.node.path} is protected and has no method: add one.`],
    });
    resource.node.addValidation({ validate: () => this.#openMethodsOf(resource) });
    if (resource instanceof apigateway.ProxyResource) {
      this.#warnOfOpenRoot(resource, (name) => resource.node.tryFindChild(name) !== undefined);
    }
    this.#allowPreflight(resource);
  }

  /**
   * Methods of the resource that the aspect has not met: made elsewhere in the tree than below it, as a CfnMethod, or
   * by an aspect after ours.
   */
  #openMethodsOf(resource: apigateway.IResource): string[] {
    return this.node.root.node
      .findAll()
      .filter((node) => node instanceof apigateway.CfnMethod)
      .filter(({ resourceId, httpMethod }) => resourceId === resource.resourceId && httpMethod !== 'OPTIONS')
      .filter(({ authorizerId }) => authorizerId !== this.#authorizer.ref)
      .map(
        ({ node, httpMethod }) =>
          `${node.path} is ${httpMethod} of ${resource.path}, which is protected, and is open: make it by addMethod of ` +
          `${resource.node.path}, or protect it too.`,
      );
  }

  /** CDK copies the methods of a `{proxy+}` below the root to the root: whoever protects the one means both. */
  #warnOfOpenRoot(
    { parentResource: parent, node }: apigateway.ProxyResource,
    isCopied: (httpMethod: string) => boolean,
  ): void {
    if (parent?.path !== '/') return;
    Aspects.of(parent).add({
      visit: (visited) => {
        if (visited !== parent || this.#protected.has(parent)) return;
        const open = methodsOf(parent).filter((one) => !this.#protected.has(one));
        for (const method of open.filter(({ httpMethod }) => isCopied(httpMethod))) {
          Annotations.of(method).addWarningV2(
            'step-up-authorizer:open-root',
            `${method.httpMethod} / is open: CDK gave it the method of ${node.path}. Protect it too, or make the proxy with anyMethod: false.`,
          );
        }
      },
    });
  }

  #attach(method: apigateway.Method): void {
    const cfnMethod = attachAuthorizer(method, this.api, this.#authorizer);
    this.#protected.add(method);
    this.#deployments.include(cfnMethod, this.#authorizer.ref);
  }

  #addEndpoints(): void {
    const { open, requirements } = addEndpoints(this.api, this.tokenExchangeFunction);
    for (const method of open) {
      this.#deployments.include(cfnMethodOf(method), 'open');
      this.#allowPreflight(method.resource);
    }
    this.protect(requirements, { description: 'What a route requires, for any valid access token' });
  }
}

function methodsOf({ node }: apigateway.IResource): apigateway.Method[] {
  const methods = node.children.filter((child) => child instanceof apigateway.Method);
  return methods.filter(({ httpMethod }) => httpMethod !== 'OPTIONS');
}

/** Throws a SetupError when the policy of the route could stand in more places than can be looked up at once. */
function requireReachable(route: string, template: string): void {
  // Of a concrete method: those of ANY are counted once for both.
  const candidates = policyCandidates('GET', template).length;
  if (candidates <= MOST_CANDIDATES) return;
  throw new SetupError(
    `${route}: its policy could stand in ${candidates} places, and ${MOST_CANDIDATES} can be looked up. Nest it less deep.`,
  );
}

function fingerprintOf(response: apigateway.CfnGatewayResponse) {
  const { responseType, statusCode, responseParameters, responseTemplates } = response;
  return { responseType, statusCode, responseParameters, responseTemplates };
}

function trustConfigOf({ trust, allowLoopbackIssuers = false }: StepUpAuthorizerProps): TrustConfig {
  const parsed = parseTrustConfig(trust, { allowLoopbackIssuers });
  if (!parsed.ok) throw new SetupError(`The trust config has mistakes:\n${problemList(parsed.problems)}`);
  return parsed.value;
}
