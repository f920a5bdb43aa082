/** An existing API that the construct did not create, with the construct on it. */
import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { StepUpAuthorizer } from '../../../lib/step-up-authorizer.ts';
import type { StepUpAuthorizerProps } from '../../../lib/step-up-authorizer.ts';
import { newApp, TRUST } from './synth.ts';

export interface ForeignApi {
  /** Of the construct; the trust config of the tests where it says nothing. */
  readonly props?: Partial<StepUpAuthorizerProps> | ((stack: Stack) => Partial<StepUpAuthorizerProps>);
  readonly apiProps?: apigateway.RestApiProps;
  /** What the API has before the construct comes. */
  readonly prepare?: (api: apigateway.RestApi) => void;
  readonly app?: App;
  readonly stackId?: string;
}

export function foreignApi(given: ForeignApi = {}) {
  const { props = {}, apiProps = {}, prepare, stackId = 'Foreign' } = given;
  const app = given.app ?? newApp();
  const stack = new Stack(app, stackId);
  const api = new apigateway.RestApi(stack, 'Api', apiProps);
  prepare?.(api);
  const own = typeof props === 'function' ? props(stack) : props;
  const stepUp = new StepUpAuthorizer(stack, 'StepUp', { api, trust: TRUST, ...own });
  return { app, stack, api, stepUp };
}

/** Without the one that nothing is protected: most of the APIs here have nothing to protect. */
export function warningsOf(stack: Stack): string[] {
  return allWarningsOf(stack).filter((text) => !text.includes('nothing-protected'));
}

export function allWarningsOf(stack: Stack): string[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ id, entry }) => `${id}: ${JSON.stringify(entry.data)}`);
}
