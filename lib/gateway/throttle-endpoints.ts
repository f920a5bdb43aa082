/** Stage settings of our own endpoints: throttled, never cached, and never traced with their bodies. */
import { Annotations, Aspects, Stage } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { ENDPOINTS } from '../../core/contract.ts';
import { SetupError } from '../setup-error.ts';
import { attachedTo } from './visible-api.ts';

type MethodSettings = apigateway.CfnStage.MethodSettingProperty;

/** Requests per second that the stage allows, and the size of a burst. */
const RATE = 50;
const BURST = 100;

/** The endpoints where any caller with a token makes us read or write tables. */
const THROTTLED = [
  ['POST', ENDPOINTS.token],
  ['GET', ENDPOINTS.requirements],
] as const;

/**
 * Throttles the exchange and the requirement resource on every stage of the API, in any stack, unless a stage has
 * settings for them already. Warns of a stage that writes grants to its log.
 */
export function throttleEndpoints(api: apigateway.RestApi): void {
  Aspects.of(Stage.of(api) ?? api).add({
    visit: (node) => {
      if (node instanceof apigateway.CfnStage && attachedTo(api, node)) throttleOn(node);
    },
  });
}

function throttleOn(stage: apigateway.CfnStage): void {
  const settings = settingsOf(stage);
  const ofAll = settings.find(({ httpMethod, resourcePath }) => httpMethod === '*' && resourcePath === '/*');
  if (ofAll?.dataTraceEnabled === true) {
    Annotations.of(stage).addWarningV2(
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

/** The path in the form of method settings (AWS CloudFormation: "AWS::ApiGateway::Stage MethodSetting"). */
function resourcePathOf(template: string): string {
  return `/${template.replaceAll('/', '~1')}`;
}

/** Settings of a method replace all settings of the stage: those other than throttling are copied. */
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
    // Bodies and headers contain tokens and grants.
    dataTraceEnabled: false,
    // A stage with a cache does not cache POST unless the settings of the method say so (AWS: "Cache settings for REST
    // APIs"): a copy of its setting would answer one caller with the grant of another.
    cachingEnabled: false,
  };
}

function settingsOf({ methodSettings = [], node }: apigateway.CfnStage): MethodSettings[] {
  const list = Array.isArray(methodSettings) ? methodSettings : [methodSettings];
  return list.map((settings) => {
    if ('resolve' in settings)
      throw new SetupError(
        `${node.path} has method settings whose values are known only at deployment: write the values.`,
      );
    return settings;
  });
}
