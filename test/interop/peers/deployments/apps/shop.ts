/** The parts of a shop: an API with three protected routes, which the flow calls. */
import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import type { IResource, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { StepUpAuthorizer } from '../../../../../lib/step-up-authorizer.ts';
import type { StepUpAuthorizerProps } from '../../../../../lib/step-up-authorizer.ts';
import type { Policy } from '../../../../../lib/policy.ts';

/** A function that answers with what the authorizer told it. */
export function backendIn(scope: Construct): Function {
  return new Function(scope, 'Backend', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(
      'exports.handler = async ({ requestContext }) => ({ statusCode: 200, body: JSON.stringify(requestContext.authorizer) });',
    ),
  });
}

/** Of the routes below, as the flow expects them. */
export const POLICIES = {
  accounts: {},
  payments: { acr: 'urn:example:loa:2', maxAge: 300 },
  payouts: { acr: 'urn:example:loa:3', maxAge: 300, grant: { required: true, use: 'once', ttl: 120 } },
} as const satisfies Record<string, Policy>;

export interface ShopProps extends Omit<StepUpAuthorizerProps, 'api'> {
  readonly id?: string;
}

/** Puts the construct on an API. */
export function stepUpOn(scope: Construct, api: RestApi, props: ShopProps): StepUpAuthorizer {
  const { id = 'StepUp', ...others } = props;
  return new StepUpAuthorizer(scope, id, {
    api,
    allowLoopbackIssuers: true,
    removalPolicy: RemovalPolicy.RETAIN,
    ...others,
  });
}

/** Adds the three routes, with their policies where `seeded`. */
export function addRoutes(
  root: IResource,
  stepUp: StepUpAuthorizer,
  backend: Function,
  seeded: Partial<Record<keyof typeof POLICIES, Policy>> = POLICIES,
): void {
  const integration = new LambdaIntegration(backend, { scopePermissionToMethod: false });
  const add = (method: string, path: keyof typeof POLICIES) => {
    stepUp.protect(root.addResource(path).addMethod(method, integration), seeded[path]);
  };
  add('GET', 'accounts');
  add('POST', 'payments');
  add('POST', 'payouts');
}

/** Where the flow finds an API: an output `Base…`. */
export function base(scope: Construct, id: string, url: string): void {
  new CfnOutput(scope, `Base${id}`, { value: url });
}
