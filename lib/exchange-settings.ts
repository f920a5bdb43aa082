/** Stage settings of the token exchange: throttled, and never traced with its bodies. */
import { Annotations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { ENDPOINTS } from '../lambda/contract.ts';
import { SetupError } from './setup-error.ts';

type MethodSettings = apigateway.CfnStage.MethodSettingProperty;

/** Exchanges a second that the stage lets through, and how many at once. */
const RATE = 50;
const BURST = 100;

/** As API Gateway writes a path in method settings (AWS CloudFormation: "AWS::ApiGateway::Stage MethodSetting"). */
const RESOURCE_PATH = `/${ENDPOINTS.token.replaceAll('/', '~1')}`;

/**
 * Throttles the exchange on the stage of the API, unless the stage has settings for it already. Throws a
 * SetupError when the API has no stage.
 */
export function throttleExchange(api: apigateway.RestApi): void {
  const stage = stageOf(api);
  const settings = settingsOf(stage, api);
  const ofAll = settings.find(({ httpMethod, resourcePath }) => httpMethod === '*' && resourcePath === '/*');
  if (ofAll?.dataTraceEnabled === true) {
    Annotations.of(api).addWarningV2(
      'step-up-authorizer:data-trace',
      'Data tracing writes Step-Up-Grant headers and bodies to the log of the stage: turn dataTraceEnabled off.',
    );
  }
  if (settings.some(({ resourcePath }) => resourcePath === RESOURCE_PATH)) return;
  stage.methodSettings = [...settings, exchangeSettings(ofAll)];
}

/** Settings of a method replace those of the stage, all of them: what is not throttling is taken over. */
function exchangeSettings(ofAll: MethodSettings | undefined): MethodSettings {
  return {
    ...ofAll,
    httpMethod: 'POST',
    resourcePath: RESOURCE_PATH,
    throttlingRateLimit: Math.min(ofAll?.throttlingRateLimit ?? RATE, RATE),
    throttlingBurstLimit: Math.min(ofAll?.throttlingBurstLimit ?? BURST, BURST),
    // The bodies are tokens and grants.
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
