/** The construct: step-up authentication for the methods of a REST API. */
import { Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { ReadingPages } from '../core/answer/fixed/gateway-response.ts';
import { ENVIRONMENT } from '../core/contract.ts';
import { checkedTrustConfig } from './trust/checked-trust-config.ts';
import { Deployments } from './gateway/deployments.ts';
import { addEndpoints } from './gateway/endpoints.ts';
import type { FunctionSettings } from './function-settings.ts';
import { createAuthorizerFunction, createTokenExchangeFunction } from './functions.ts';
import type { GatewayResponsesMode } from './gateway/foreign-responses.ts';
import { addGatewayResponses } from './gateway/gateway-responses.ts';
import type { GatewayResponseIds } from './gateway/response-ids.ts';
import { warnOfOtherAuthorizers } from './gateway/other-authorizers.ts';
import { warnOfOversights } from './gateway/oversights.ts';
import { responsesAllowingOrigins, warnOfOwnCors } from './gateway/own-cors.ts';
import type { Policy } from './policy.ts';
import { Preflights } from './gateway/preflights.ts';
import type { SendingPages } from './gateway/preflights.ts';
import { ProtectedMethods } from './gateway/protected-methods.ts';
import { reportUnprotected } from './gateway/unprotected/report.ts';
import type { UnprotectedMode } from './gateway/unprotected/report.ts';
import { RateLimitedStages } from './gateway/rate-limit.ts';
import type { RateLimit } from './gateway/rate-limit.ts';
import { cfnMethodOf, createRequestAuthorizer } from './gateway/request-authorizer.ts';
import { createPolicyAudit } from './policy-audit.ts';
import { PolicySeeds } from './seed-policies.ts';
import { serviceName } from './service-name.ts';
import { SetupError } from './setup-error.ts';
import { describeStack, stageOf } from './stack-description.ts';
import { createTables } from './tables.ts';
import type { StepUpTables } from './tables.ts';
import { fingerprintOf } from './gateway/written-responses.ts';
import { throttleEndpoints } from './gateway/throttle-endpoints.ts';
import type { TrustConfigProps } from './trust/trust-config.ts';
import { warnOfStaticKeys } from './trust/warn-of-static-keys.ts';
import { trustFileOf } from './trust/trust-file.ts';
import { warnOfTimeless } from './trust/warn-of-timeless.ts';
import { warnOfUnknownApis } from './gateway/unknown-apis.ts';
import { requireVisible } from './gateway/visible-api.ts';

export interface StepUpAuthorizerProps {
  /** The API whose methods are protected. The construct sets gateway responses of the whole API. */
  readonly api: apigateway.RestApi;
  /** Which issuers are trusted and what their acr words mean: in code, or from a file by `readTrustConfig`. */
  readonly trust: TrustConfigProps;
  /**
   * Tables that exist already. A policy table holds the routes of one API; a grant is always bound to its API and
   * its stage. @default new tables
   */
  readonly tables?: Partial<StepUpTables>;
  /** What happens to the new tables when the stack is deleted. @default they are retained */
  readonly removalPolicy?: RemovalPolicy;
  /** Settings of the authorizer, which decides on every request. */
  readonly authorizerFunction?: FunctionSettings;
  /** Settings of the token exchange, which issues grants and says what a route requires. */
  readonly tokenExchangeFunction?: FunctionSettings;
  /**
   * What happens to gateway responses that the API has already, for a type that this construct sets. `refuse`: synth
   * stops. `replace`: they get our content. `merge`: they get our status, body and headers, and keep their other headers;
   * those of DEFAULT_4XX and DEFAULT_5XX also go to the types that had no response of their own. Their resources, and the
   * logical ids of these, stay. One for MISSING_AUTHENTICATION_TOKEN stays as it is in any case. @default 'refuse'
   */
  readonly gatewayResponses?: GatewayResponsesMode;
  /**
   * The logical ids of gateway responses that were deployed under another id than they would get now, by type. Set those
   * that synth names before you remove the gateway responses that `replace` or `merge` took over, and keep them: under
   * another id, CloudFormation deletes the response after it has made it. @default each keeps the id of its construct
   */
  readonly gatewayResponseIds?: GatewayResponseIds;
  /**
   * What synth does about an open method that answers where a protected one seems to: a verb that a protected resource
   * lacks and a less specific resource has, and an open method beside a protected one. OPTIONS is none. `error` stops
   * synth over each that is not acknowledged (`Annotations.of(method).acknowledgeWarning`). @default 'warn'
   */
  readonly unprotected?: UnprotectedMode;
  /** Accept issuers over http on loopback: for the local run only. @default false */
  readonly allowLoopbackIssuers?: boolean;
}

/**
 * A Lambda authorizer, a token exchange, and their tables.
 *
 * Results of the authorizer are never cached: a cached allow would outlive the token, its max_age and a spent grant,
 * and a cached challenge would answer a request that brings a grant. The caches in the memory of the function keep
 * this cheap.
 */
export class StepUpAuthorizer extends Construct {
  readonly api: apigateway.RestApi;
  readonly tables: StepUpTables;
  readonly authorizerFunction: lambda.Function;
  readonly tokenExchangeFunction: lambda.Function;
  /** The dimension `service` of the metrics, and the name in log lines: the stack at deployment and the path within it. */
  readonly service: string;
  /** Records the changes of policies. Undefined if the policy table has no stream. */
  readonly policyAuditFunction: lambda.Function | undefined;

  readonly #seeds: PolicySeeds;
  readonly #methods: ProtectedMethods;

  /**
   * Throws a SetupError with every mistake in the trust config, or if the API already has gateway responses of the
   * same types, belongs to another stack, or is imported or made from a definition (SpecRestApi).
   */
  constructor(scope: Construct, id: string, props: StepUpAuthorizerProps) {
    super(scope, id);
    requireVisible(props.api);
    this.api = props.api;
    if (Stack.of(this) !== Stack.of(props.api))
      throw new SetupError(
        `${this.node.path} and ${props.api.node.path} belong to two stacks: put them into one.`,
      );
    const trust = checkedTrustConfig(props.trust, props.allowLoopbackIssuers ?? false);
    warnOfStaticKeys(this, trust);
    this.service = serviceName(this);
    this.tables = createTables(this, props.tables ?? {}, props.removalPolicy ?? RemovalPolicy.RETAIN);
    const parts = { tables: this.tables, trust: trustFileOf(trust, this), service: this.service };
    this.authorizerFunction = createAuthorizerFunction(this, {
      ...parts,
      settings: props.authorizerFunction ?? {},
    });
    this.tokenExchangeFunction = createTokenExchangeFunction(this, {
      ...parts,
      settings: props.tokenExchangeFunction ?? {},
    });
    this.policyAuditFunction = createPolicyAudit(this, {
      tables: this.tables,
      vocabulary: trust.acr,
      service: this.service,
    });
    this.#seeds = new PolicySeeds(this, 'PolicySeeds', this.tables.policy, trust.acr);
    // In an update that gives another table, the functions use it once it has its policies, and may use the former one until
    // then.
    for (const { node, role } of [this.authorizerFunction, this.tokenExchangeFunction])
      for (const part of [node.defaultChild, role?.node.tryFindChild('DefaultPolicy')])
        part?.node.addDependency(this.#seeds);
    const seeds = this.#seeds;
    warnOfTimeless(this, trust, () => seeds.list());
    this.#methods = this.#takeOver(props, trust.cors);
    describeStack(this, this);
  }

  /**
   * Puts the authorizer before a method, or before every method that a resource has now or gets later. The resources
   * below it are not covered. OPTIONS stays open.
   *
   * With `policy`, a policy item for the route (of a resource: for `ANY`) is created at the first deployment;
   * without one, the route is closed until an administrator writes it. Throws a SetupError for OPTIONS, which
   * carries no credentials, for a route with more policy keys than can be looked up, for a policy with mistakes, and
   * for a method of another API or with another authorization; for a resource, the last two stop synth.
   */
  protect(target: apigateway.Method | apigateway.IResource, policy?: Policy): void {
    if (target instanceof apigateway.Method) {
      this.#methods.add(target);
      if (policy !== undefined) this.seedPolicy(`${target.httpMethod} ${target.resource.path}`, policy);
    } else {
      this.#methods.addAllOf(target);
      if (policy !== undefined) this.seedPolicy(`ANY ${target.path}`, policy);
    }
  }

  /**
   * Creates a policy item at the first deployment under a key that `protect` does not use: a wildcard such as
   * `ANY /payments/*`, or a group, `GROUP payments`. Throws a SetupError for a policy with mistakes.
   */
  seedPolicy(route: string, policy: Policy): void {
    this.#seeds.add(route, policy);
  }

  /**
   * Puts a web ACL of AWS WAF before stages, by default the one that CDK makes. Its one rule limits the requests of an IP
   * address to the exchange and the requirement resource. Without it, nothing of ours stands before the throttle of these
   * endpoints, which all callers share. For a stage that has a web ACL, put `stepUpRateRule` into that one.
   *
   * Throws a SetupError without a stage, for a number that WAF does not take, and when it is called again.
   */
  limitRate({ stages, ...limit }: RateLimit & { readonly stages?: readonly apigateway.Stage[] }): void {
    const before = stages ?? [stageOf(this.api)].filter((stage) => stage !== undefined);
    if (before.length === 0)
      throw new SetupError(
        `${this.api.node.path} has no stage that CDK makes: give limitRate yours, as stages.`,
      );
    if (this.node.tryFindChild(RATE_LIMIT) !== undefined)
      throw new SetupError(
        `limitRate was called for ${this.node.path} already: name all stages in one call.`,
      );
    new RateLimitedStages(this, RATE_LIMIT, before, limit);
  }

  /** Adds the authorizer, gateway responses and endpoints to the API, and makes its deployments depend on them. */
  #takeOver(
    { api, unprotected = 'warn', ...props }: StepUpAuthorizerProps,
    pages: ReadingPages & SendingPages,
  ): ProtectedMethods {
    const authorizer = createRequestAuthorizer(this, api, this.authorizerFunction);
    const deployments = new Deployments(api);
    // Their roles, and the permission to call them, with them: no request meets a route without its policy.
    deployments.waitFor(this.#seeds, this.authorizerFunction, this.tokenExchangeFunction);
    deployments.include(authorizer, authorizer.authorizerUri);
    const responses = {
      pages,
      mode: props.gatewayResponses ?? 'refuse',
      ids: props.gatewayResponseIds ?? {},
    };
    const before = responsesAllowingOrigins(api);
    const written = addGatewayResponses(api, responses);
    for (const response of written)
      deployments.include(response, Lazy.uncachedAny({ produce: () => fingerprintOf(response) }));
    warnOfOtherAuthorizers(api, authorizer);
    warnOfUnknownApis(api);
    throttleEndpoints(api);

    const preflights = new Preflights(pages, deployments);
    const methods = new ProtectedMethods(this, { api, authorizer, deployments, preflights });
    const { open, requirements, permissions } = addEndpoints(api, this.tokenExchangeFunction);
    deployments.waitFor(...permissions);
    for (const method of open) {
      deployments.include(cfnMethodOf(method), 'open');
      preflights.allowOnOurs(method.resource, []);
    }
    preflights.allowOnOurs(requirements.resource);
    methods.add(requirements);
    const own = [...open, requirements].map(cfnMethodOf);
    reportUnprotected(this, { api, authorizer, own, unprotected });
    const denied = written.find(({ responseType }) => responseType === DENIED);
    warnOfOwnCors(api, { authorizer, own, before, denied });
    this.seedPolicy(`${requirements.httpMethod} ${requirements.resource.path}`, {
      description: 'What a route requires, for any valid access token',
    });
    this.tokenExchangeFunction.addEnvironment(
      ENVIRONMENT.mostCandidates,
      Lazy.string({ produce: () => String(methods.mostCandidates()) }),
    );
    const [ownRoutes, seeds] = [methods.routes().length, this.#seeds];
    warnOfOversights(this, { ownRoutes, routes: () => methods.routes(), seeds: () => seeds.list() });
    return methods;
  }
}

const DENIED = apigateway.ResponseType.ACCESS_DENIED.responseType;

const RATE_LIMIT = 'RateLimit';
