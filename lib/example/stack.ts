/** The deployable app: an example API whose five routes ask for different things. */
import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { BUNDLES } from '../../core/contract.ts';
import { acknowledge } from '../acknowledge.ts';
import { bundledFunction } from '../bundled-function.ts';
import { SetupError } from '../setup-error.ts';
import { StepUpMonitoring } from '../monitoring.ts';
import { StepUpAuthorizer } from '../step-up-authorizer.ts';
import type { TrustConfigProps } from '../trust/trust-config.ts';
import type { Policy } from '../policy.ts';

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
    const api = this.#createApi();
    const stepUp = new StepUpAuthorizer(this, 'StepUp', { api, trust, allowLoopbackIssuers });
    this.#addExampleRoutes(api, stepUp, trust);
    new StepUpMonitoring(this, 'Monitoring', stepUp);

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'PolicyTableName', { value: stepUp.tables.policy.tableName });
    new CfnOutput(this, 'GrantTableName', { value: stepUp.tables.grant.tableName });
    new CfnOutput(this, 'RiskTableName', { value: stepUp.tables.risk.tableName });
  }

  #createApi(): apigateway.RestApi {
    const api = new apigateway.RestApi(this, 'Api', {
      restApiName: 'step-up-example',
      description: 'Step-up authentication for APIs: the example API',
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: true,
      // The role is a setting of the account for the whole region: other APIs may log through it by then.
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: 'v1',
        tracingEnabled: true,
        throttlingRateLimit: 1000,
        throttlingBurstLimit: 2000,
        accessLogDestination: new apigateway.LogGroupLogDestination(
          new logs.LogGroup(this, 'AccessLogs', {
            retention: logs.RetentionDays.THREE_MONTHS,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        accessLogFormat: accessLogFormat(),
      },
    });
    // RestApi makes an output of its own, under a name with a hash in it.
    api.node.tryRemoveChild('Endpoint');
    requireModernTls(api);
    acknowledgeExample(api);
    return api;
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

/**
 * A Regional API accepts TLS 1.0 unless told otherwise (AWS: "Security policies for REST APIs in API Gateway",
 * which also has the access mode that such a policy wants). CDK's RestApi does not know these properties.
 */
function requireModernTls(api: apigateway.RestApi): void {
  const cfnApi = api.node.defaultChild;
  if (!(cfnApi instanceof apigateway.CfnRestApi))
    throw new SetupError(`${api.node.path} is not an API that CDK made.`);
  cfnApi.securityPolicy = apigateway.SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;
  cfnApi.endpointAccessMode = apigateway.EndpointAccessMode.STRICT;
}

function acknowledgeExample(api: apigateway.RestApi): void {
  const stage = api.deploymentStage;
  acknowledge(api, 'APIG2', 'The functions parse what they get; the example backend reads no body.');
  acknowledge(
    api.node.findChild('CloudWatchRole'),
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    'API Gateway takes this managed policy for its logs, for the whole account.',
  );
  acknowledge(
    stage,
    'APIG6',
    'Execution logs would hold headers with tokens and grants. The access log is on.',
  );
  acknowledge(stage, 'APIG3', 'An example without traffic: put a web ACL before what you run.');
}

/** The routes of the example. A vocabulary of one word leaves nothing stronger to ask for. */
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

/**
 * Fields that hold no header, no token and no claim (AWS: "Variables for access logging"). `requestId` is not
 * among them: it is what the caller sent in `x-amzn-RequestId`.
 */
function accessLogFormat(): apigateway.AccessLogFormat {
  return apigateway.AccessLogFormat.custom(
    JSON.stringify({
      requestTime: '$context.requestTime',
      extendedRequestId: '$context.extendedRequestId',
      sourceIp: '$context.identity.sourceIp',
      method: '$context.httpMethod',
      resource: '$context.resourcePath',
      status: '$context.status',
      responseType: '$context.error.responseType',
      error: '$context.authorizer.stepUpError',
      next: '$context.authorizer.stepUpNext',
      authorizerLatency: '$context.authorizer.latency',
      responseLatency: '$context.responseLatency',
      responseLength: '$context.responseLength',
    }),
  );
}
