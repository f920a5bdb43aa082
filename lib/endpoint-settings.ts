/** Stage settings of our own endpoints: throttled, and never traced with their bodies. */
import { Annotations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { ENDPOINTS } from '../lambda/contract.ts';
import { SetupError } from './setup-error.ts';

type MethodSettings = apigateway.CfnStage.MethodSettingProperty;

/** Requests a second that the stage lets through, and how many at once. */
const RATE = 50;
const BURST = 100;

/** The endpoints at which any token holder makes us read or write tables. */
const THROTTLED = [
  ['POST', ENDPOINTS.token],
  ['GET', ENDPOINTS.requirements],
] as const;

/**
 * Throttles the exchange and the requirement resource on the stage of the API, unless the stage has settings
 * for them already. Throws a SetupError when the API has no stage.
 */
export function throttleEndpoints(api: apigateway.RestApi): void {
  const stage = stageOf(api);
  const settings = settingsOf(stage, api);
  const ofAll = settings.find(({ httpMethod, resourcePath }) => httpMethod === '*' && resourcePath === '/*');
  if (ofAll?.dataTraceEnabled === true) {
    Annotations.of(api).addWarningV2(
      'step-up-authorizer:data-trace',
      'Data tracing writes Step-Up-Grant headers and bodies to the log of the stage: turn dataTraceEnabled off.',
    );
  }
  const ours = THROTTLED.map(([httpMethod, template]) =>
    throttled(httpMethod, resourcePathOf(template), ofAll),
  );
  const missing = ours.filter(
    ({ resourcePath }) => !settings.some((one) => one.resourcePath === resourcePath),
  );
  stage.methodSettings = [...settings, ...missing];
}

/** As API Gateway writes a path in method settings (AWS CloudFormation: "AWS::ApiGateway::Stage MethodSetting"). */
function resourcePathOf(template: string): string {
  return `/${template.replaceAll('/', '~1')}`;
}

/** Settings of a method replace those of the stage, all of them: what is not throttling is taken over. */
function throttled(
  httpMethod: string,
  resourcePath: string,
  ofAll: MethodSettings | undefined,
): MethodSettings {
  return {
    ...ofAll,
    httpMethod,
    resourcePath,
    throttlingRateLimit: Math.min(ofAll?.throttlingRateLimit ?? RATE, RATE),
    throttlingBurstLimit: Math.min(ofAll?.throttlingBurstLimit ?? BURST, BURST),
    // Bodies and headers are tokens and grants.
    dataTraceEnabled: false,
  };
}

function stageOf(api: apigateway.RestApi): apigateway.CfnStage {
  const stage = api.latestDeployment === undefined ? undefined : api.deploymentStage.node.defaultChild;
  if (stage instanceof apigateway.CfnStage) return stage;
  throw new SetupError(`${api.node.path} has no stage that CDK made: leave its "deploy" on.`);
}

function settingsOf({ methodSettings = [] }: apigateway.CfnStage, api: apigateway.RestApi): MethodSettings[] {
  const list = Array.isArray(methodSettings) ? methodSettings : [methodSettings];
  return list.map((settings) => {
    if ('resolve' in settings)
      throw new SetupError(
        `${api.node.path} has method settings that only deployment resolves: write them out.`,
      );
    return settings;
  });
}
