/** The construct: step-up authentication for the methods of a REST API. */
import { Annotations, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import {
  BUNDLES,
  ENDPOINTS,
  ENVIRONMENT,
  FUNCTION_TIMEOUT,
  GRANT_HEADER,
  TRUST_CONFIG_MAX_BYTES,
} from '../lambda/contract.ts';
import { MOST_CANDIDATES, parsePolicyItem, policyCandidates } from '../lambda/core/policy.ts';
import type { RoutePolicy } from '../lambda/core/policy.ts';
import { parseTrustConfig } from '../lambda/core/trust-config.ts';
import type { TrustConfig } from '../lambda/core/trust-config.ts';
import { acknowledge } from './acknowledge.ts';
import { bundledFunction } from './bundled-function.ts';
import { throttleEndpoints } from './endpoint-settings.ts';
import { addGatewayResponses } from './gateway-responses.ts';
import { attachAuthorizer, createRequestAuthorizer } from './request-authorizer.ts';
import { PolicySeeds } from './seed-policies.ts';
import { problemList, SetupError } from './setup-error.ts';
import { createTables } from './tables.ts';
import type { StepUpTables } from './tables.ts';

/** The policy of a route, without the route: what it asks for. */
export type Policy = Omit<RoutePolicy, 'route' | 'version' | 'updatedAt' | 'updatedBy'>;

export interface StepUpAuthorizerProps {
  /** The API whose methods are protected. Its gateway responses become step-up's, for the whole API. */
  readonly api: apigateway.RestApi;
  /** The trust config: the content of `step-up.config.json`. */
  readonly trust: unknown;
  /** Accept issuers over http on loopback: for the local run only. */
  readonly allowLoopbackIssuers?: boolean;
  /** What becomes of the tables when the stack goes. Default: they stay. */
  readonly removalPolicy?: RemovalPolicy;
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
  readonly #preflights = new Set<string>();

  /**
   * Throws a SetupError with every mistake in the trust config, or when the API has gateway responses of its
   * own, has no stage, or is of another stack.
   */
  constructor(scope: Construct, id: string, props: StepUpAuthorizerProps) {
    super(scope, id);
    this.api = props.api;
    if (Stack.of(this) !== Stack.of(props.api))
      throw new SetupError(
        `${this.node.path} and ${props.api.node.path} are of two stacks: put them into one.`,
      );
    this.#trust = trustConfigOf(props);
    this.tables = createTables(this, props.removalPolicy ?? RemovalPolicy.RETAIN);
    this.authorizerFunction = this.#createAuthorizerFunction();
    this.tokenExchangeFunction = this.#createTokenExchangeFunction();
    this.#authorizer = createRequestAuthorizer(this, props.api, this.authorizerFunction);
    this.#seeds = new PolicySeeds(this, 'PolicySeeds', this.tables.policy);
    addGatewayResponses(props.api, this.#trust.cors.allowedOrigins);
    this.#addEndpoints();
  }

  /**
   * Puts the authorizer before a method. With `policy`, a policy item for its route is created at the first
   * deployment; without one, the route is closed until an administrator writes it. Throws a SetupError for
   * OPTIONS, which carries no credentials, for a route nested too deep to be looked up, for a policy with
   * mistakes, and for a method of another API or with another authorization.
   */
  protect(method: apigateway.Method, policy?: Policy): void {
    const template = method.resource.path;
    const route = `${method.httpMethod} ${template}`;
    if (method.httpMethod === 'OPTIONS')
      throw new SetupError(`${route}: browsers send OPTIONS without credentials; leave it open.`);
    // Of a concrete method: those of ANY are counted once for both.
    const candidates = policyCandidates('GET', template).length;
    if (candidates > MOST_CANDIDATES) {
      throw new SetupError(
        `${route}: its policy could stand in ${candidates} places, and ${MOST_CANDIDATES} can be looked up. Nest it less deep.`,
      );
    }
    if (policy !== undefined) this.#seed(route, policy);
    attachAuthorizer(method, this.api, this.#authorizer);
    this.#allowPreflight(method.resource);
  }

  #createAuthorizerFunction(): lambda.Function {
    const fn = bundledFunction(this, 'Authorizer', {
      bundle: BUNDLES.authorizer,
      description: 'Judges each request by its access token, its grant, and the requirement of its route',
      memorySize: 1024,
      timeout: Duration.seconds(FUNCTION_TIMEOUT),
      environment: this.#environment(),
    });
    this.tables.policy.grant(fn, 'dynamodb:BatchGetItem');
    this.tables.risk.grant(fn, 'dynamodb:GetItem');
    grantOnTable(fn, this.tables.grant.tableArn, 'dynamodb:GetItem', 'dynamodb:PutItem');
    return fn;
  }

  #createTokenExchangeFunction(): lambda.Function {
    const fn = bundledFunction(this, 'TokenExchange', {
      bundle: BUNDLES.tokenExchange,
      description: 'Exchanges elevated access tokens for step-up grants, and says what a route requires',
      memorySize: 1024,
      timeout: Duration.seconds(FUNCTION_TIMEOUT),
      environment: this.#environment(),
    });
    this.tables.policy.grant(fn, 'dynamodb:BatchGetItem');
    this.tables.risk.grant(fn, 'dynamodb:GetItem');
    grantOnTable(fn, this.tables.grant.tableArn, 'dynamodb:PutItem');
    return fn;
  }

  #environment(): Record<string, string> {
    const trust = JSON.stringify({ ...this.#trust, $schema: undefined });
    if (Buffer.byteLength(trust) > TRUST_CONFIG_MAX_BYTES) {
      throw new SetupError(
        `The trust config has ${Buffer.byteLength(trust)} bytes and may have ${TRUST_CONFIG_MAX_BYTES}: Lambda allows 4 KB of ` +
          'environment. Trust fewer issuers, or shorten their acr.values.',
      );
    }
    return {
      [ENVIRONMENT.policyTable]: this.tables.policy.tableName,
      [ENVIRONMENT.grantTable]: this.tables.grant.tableName,
      [ENVIRONMENT.riskTable]: this.tables.risk.tableName,
      [ENVIRONMENT.trustConfig]: trust,
    };
  }

  #addEndpoints(): void {
    const integration = new apigateway.LambdaIntegration(this.tokenExchangeFunction, {
      allowTestInvoke: false,
    });
    const endpoint = (httpMethod: string, path: string) => {
      const method = this.api.root.resourceForPath(path).addMethod(httpMethod, integration, {
        authorizationType: apigateway.AuthorizationType.NONE,
      });
      this.#allowPreflight(method.resource);
      return method;
    };
    const open = [
      endpoint('POST', ENDPOINTS.token),
      endpoint('GET', ENDPOINTS.metadata),
      endpoint('GET', ENDPOINTS.metadataOfPath),
    ];
    for (const method of open) {
      for (const rule of ['APIG4', 'COG4']) {
        acknowledge(
          method,
          rule,
          'The exchange verifies its subject token itself; the metadata is public (RFC 9728).',
        );
      }
    }
    this.protect(endpoint('GET', ENDPOINTS.requirements), {
      description: 'What a route requires, for any valid access token',
    });
    throttleEndpoints(this.api);
  }

  /** OPTIONS carries no credentials: it is answered without the authorizer, also where the method is ANY. */
  #allowPreflight(resource: apigateway.IResource): void {
    if (this.#preflights.has(resource.node.path)) return;
    this.#preflights.add(resource.node.path);
    const { allowedOrigins } = this.#trust.cors;
    const hasAny = resource.node.tryFindChild('ANY') !== undefined;
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
    } else if (hasAny) {
      resource.addMethod('OPTIONS', new apigateway.MockIntegration(NO_CORS), {
        methodResponses: [{ statusCode: '204' }],
      });
    }
  }

  #seed(route: string, policy: Policy): void {
    const seed = { route, ...policy };
    const parsed = parsePolicyItem(seed, this.#trust.acr);
    if (!parsed.ok)
      throw new SetupError(`The policy of ${route} has mistakes:\n${problemList(parsed.problems)}`);
    this.#seeds.add(seed);
  }
}

/** An OPTIONS that allows nothing. */
const NO_CORS: apigateway.IntegrationOptions = {
  requestTemplates: { 'application/json': '{ statusCode: 204 }' },
  integrationResponses: [{ statusCode: '204' }],
};

/** As Table.grant, but for the table alone, without its indexes. */
function grantOnTable(fn: lambda.Function, tableArn: string, ...actions: string[]): void {
  fn.addToRolePolicy(new iam.PolicyStatement({ actions, resources: [tableArn] }));
}

function trustConfigOf({ trust, allowLoopbackIssuers = false }: StepUpAuthorizerProps): TrustConfig {
  const parsed = parseTrustConfig(trust, { allowLoopbackIssuers });
  if (!parsed.ok) throw new SetupError(`The trust config has mistakes:\n${problemList(parsed.problems)}`);
  return parsed.value;
}
