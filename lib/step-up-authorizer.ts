/** The construct: step-up authentication for the methods of a REST API. */
import { CfnOutput, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../core/contract.ts';
import { checkedTrustConfig } from './trust/checked-trust-config.ts';
import { Deployments } from './gateway/deployments.ts';
import { addEndpoints } from './gateway/endpoints.ts';
import type { FunctionSettings } from './function-settings.ts';
import { createAuthorizerFunction, createTokenExchangeFunction } from './functions.ts';
import { addGatewayResponses, warnOfOtherAuthorizers } from './gateway/gateway-responses.ts';
import { warnOfOversights } from './gateway/oversights.ts';
import type { Policy } from './policy.ts';
import { Preflights } from './gateway/preflights.ts';
import { ProtectedMethods } from './gateway/protected-methods.ts';
import { cfnMethodOf, createRequestAuthorizer } from './gateway/request-authorizer.ts';
import { createPolicyAudit } from './policy-audit.ts';
import { PolicySeeds } from './seed-policies.ts';
import { SetupError } from './setup-error.ts';
import { createTables } from './tables.ts';
import type { StepUpTables } from './tables.ts';
import { throttleEndpoints } from './gateway/throttle-endpoints.ts';
import type { TrustConfigProps } from './trust/trust-config.ts';

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
  /** Records the changes of policies. None where the policy table has no stream. */
  readonly policyAuditFunction: lambda.Function | undefined;

  readonly #seeds: PolicySeeds;
  readonly #methods: ProtectedMethods;

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
    const trust = checkedTrustConfig(props.trust, props.allowLoopbackIssuers ?? false);
    this.tables = createTables(this, props.tables ?? {}, props.removalPolicy ?? RemovalPolicy.RETAIN);
    const parts = { tables: this.tables, trust, service: this.node.path };
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
      service: this.node.path,
    });
    this.#seeds = new PolicySeeds(this, 'PolicySeeds', this.tables.policy, trust.acr);
    this.#methods = this.#takeOver(props.api, trust.cors.allowedOrigins);
    this.#describe();
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
    if (target instanceof apigateway.Method) {
      this.#methods.add(target);
      if (policy !== undefined) this.seedPolicy(`${target.httpMethod} ${target.resource.path}`, policy);
    } else {
      this.#methods.addAllOf(target);
      if (policy !== undefined) this.seedPolicy(`ANY ${target.path}`, policy);
    }
  }

  /**
   * Creates a policy item at the first deployment, for what `protect` does not name: a wildcard such as
   * `ANY /payments/*`, or a group, `GROUP payments`. Throws a SetupError for one with mistakes.
   */
  seedPolicy(route: string, policy: Policy): void {
    this.#seeds.add(route, policy);
  }

  /** What the command line has to know of the stack: the rest is in the environment of the function. */
  #describe(): void {
    const { api } = this;
    // An API that is not deployed by itself has no stage, or gets it later, whatever its type says.
    const stage = Lazy.any({ produce: () => stageOf(api)?.stageName });
    new CfnOutput(this, 'Description', {
      description: 'step-up-authorizer: what its command line looks for',
      value: Stack.of(this).toJsonString({
        authorizerFunction: this.authorizerFunction.functionName,
        apiId: api.restApiId,
        stage,
        auditTable: this.tables.audit?.tableName,
      }),
    });
  }

  /** Gives the API our authorizer, gateway responses and endpoints, and has its deployments wait for them. */
  #takeOver(api: apigateway.RestApi, allowedOrigins: readonly string[]): ProtectedMethods {
    const authorizer = createRequestAuthorizer(this, api, this.authorizerFunction);
    const deployments = new Deployments(api);
    deployments.include(authorizer, authorizer.authorizerUri);
    for (const response of addGatewayResponses(api, allowedOrigins))
      deployments.include(response, fingerprintOf(response));
    warnOfOtherAuthorizers(api, authorizer);
    throttleEndpoints(api);

    const preflights = new Preflights(allowedOrigins, deployments);
    const methods = new ProtectedMethods(this, { api, authorizer, deployments, preflights });
    const { open, requirements } = addEndpoints(api, this.tokenExchangeFunction);
    for (const method of open) {
      deployments.include(cfnMethodOf(method), 'open');
      preflights.allow(method.resource, []);
    }
    methods.add(requirements);
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

function stageOf(api: Partial<Pick<apigateway.RestApi, 'deploymentStage'>>): apigateway.Stage | undefined {
  return api.deploymentStage;
}

function fingerprintOf(response: apigateway.CfnGatewayResponse) {
  const { responseType, statusCode, responseParameters, responseTemplates } = response;
  return { responseType, statusCode, responseParameters, responseTemplates };
}
