/** The REST API of the example: its stage, its access log, and the TLS versions that it accepts. */
import { RemovalPolicy, ScopedAws } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as logs from 'aws-cdk-lib/aws-logs';
import { acknowledge } from '../acknowledge.ts';
import { SetupError } from '../setup-error.ts';

/** Creates it in `stack`, without any method. */
export function createExampleApi(stack: Stack): apigateway.RestApi {
  const api = new apigateway.RestApi(stack, 'Api', {
    // The alarm on 5xx knows the API by its name.
    restApiName: `${new ScopedAws(stack).stackName}-api`,
    description: 'Step-up authentication for APIs: the example API',
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    cloudWatchRole: true,
    // The role is a setting of the account for the whole region: by then, other APIs may log through it.
    cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
    deployOptions: {
      stageName: 'v1',
      tracingEnabled: true,
      throttlingRateLimit: 1000,
      throttlingBurstLimit: 2000,
      accessLogDestination: new apigateway.LogGroupLogDestination(
        new logs.LogGroup(stack, 'AccessLogs', {
          retention: logs.RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      ),
      accessLogFormat: accessLogFormat(),
    },
  });
  // RestApi adds an output of its own, with a hash in its name.
  api.node.tryRemoveChild('Endpoint');
  requireModernTls(api);
  acknowledgeExample(api);
  return api;
}

/**
 * A Regional API accepts TLS 1.0 unless told otherwise (AWS: "Security policies for REST APIs in API Gateway",
 * which also has the access mode that such a policy wants). CDK's RestApi has no such properties.
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
