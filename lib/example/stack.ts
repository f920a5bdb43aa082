/** The deployable app: an example API whose five routes ask for different things. */
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { BUNDLES } from '../../core/contract.ts';
import { bundledFunction } from '../bundled-function.ts';
import { StepUpMonitoring } from '../monitoring.ts';
import { StepUpAuthorizer } from '../step-up-authorizer.ts';
import type { TrustConfigProps } from '../trust/trust-config.ts';
import type { Policy } from '../policy.ts';
import { createExampleApi } from './api.ts';

export interface StepUpStackProps extends StackProps {
  readonly trust: TrustConfigProps;
  /** Accept issuers over http on loopback: for the local run only. */
  readonly allowLoopbackIssuers?: boolean;
}

/** A REST API with an example backend behind the step-up authorizer. */
export class StepUpStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { trust, allowLoopbackIssuers = false, ...props }: StepUpStackProps,
  ) {
    super(scope, id, props);
    const api = createExampleApi(this);
    const stepUp = new StepUpAuthorizer(this, 'StepUp', { api, trust, allowLoopbackIssuers });
    this.#addExampleRoutes(api, stepUp, trust);
    new StepUpMonitoring(this, 'Monitoring', stepUp);

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'PolicyTableName', { value: stepUp.tables.policy.tableName });
    new CfnOutput(this, 'GrantTableName', { value: stepUp.tables.grant.tableName });
    new CfnOutput(this, 'RiskTableName', { value: stepUp.tables.risk.tableName });
  }

  #addExampleRoutes(api: apigateway.RestApi, stepUp: StepUpAuthorizer, trust: TrustConfigProps): void {
    const backend = bundledFunction(this, 'Backend', {
      bundle: BUNDLES.exampleBackend,
      description: 'Example backend: tells who is served',
      settings: { memorySize: 256 },
      timeout: Duration.seconds(10),
      environment: { ALLOWED_ORIGINS: trust.cors?.allowedOrigins.join(' ') ?? '' },
    });
    const integration = new apigateway.LambdaIntegration(backend, { allowTestInvoke: false });
    for (const { method, path, policy } of exampleRoutes(trust.acr)) {
      stepUp.protect(api.root.resourceForPath(path).addMethod(method, integration), policy);
    }
  }
}

/** The routes of the example. With a vocabulary of one word, all of them ask for that word. */
export function exampleRoutes(
  vocabulary: readonly string[],
): { method: string; path: string; policy: Policy }[] {
  const [weakest = '', stronger = weakest] = vocabulary;
  const strongest = vocabulary.at(-1) ?? stronger;
  return [
    { method: 'GET', path: '/accounts', policy: { description: 'Any signed-in user' } },
    { method: 'GET', path: '/statements', policy: { description: 'A stronger sign-in', acr: stronger } },
    {
      method: 'POST',
      path: '/payments',
      policy: {
        description: 'A stronger sign-in of the last five minutes, and the strongest where risk is high',
        acr: stronger,
        maxAge: 300,
        rules: [{ description: 'High risk', when: 'risk.score >= 70', acr: strongest }],
      },
    },
    {
      method: 'POST',
      path: '/payments/{id}/approval',
      policy: {
        description: 'A stronger sign-in, and a grant for this very payment',
        acr: stronger,
        grant: { required: true, bind: 'path', ttl: 300 },
      },
    },
    {
      method: 'POST',
      path: '/payouts',
      policy: {
        description: 'The strongest sign-in of the last five minutes, and a grant that is good once',
        acr: strongest,
        maxAge: 300,
        grant: { required: true, use: 'once', ttl: 120 },
      },
    },
  ];
}
