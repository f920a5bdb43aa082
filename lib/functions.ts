/** The two functions that answer requests: the authorizer and the token exchange. */
import { Duration } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { BUNDLES, ENVIRONMENT, FUNCTION_TIMEOUT, TRUST_CONFIG_MAX_BYTES } from '../core/contract.ts';
import type { TrustConfig } from '../core/trust/trust-config.ts';
import { bundledFunction } from './bundled-function.ts';
import type { BundledFunctionProps } from './bundled-function.ts';
import type { FunctionSettings } from './function-settings.ts';
import { SetupError } from './setup-error.ts';
import {
  allowIssuingGrants,
  allowReadingPolicies,
  allowReadingRisk,
  allowUsingGrants,
} from './table-access.ts';
import type { StepUpTables } from './tables.ts';

export interface FunctionParts {
  readonly tables: StepUpTables;
  readonly trust: TrustConfig;
  /** The name of the service in metrics and log lines. */
  readonly service: string;
  readonly settings: FunctionSettings;
}

/** Creates the authorizer. It reads policy, risk and grants, and records that a once-only grant was spent. */
export function createAuthorizerFunction(scope: Construct, parts: FunctionParts): lambda.Function {
  const description = 'Judges each request by its access token, its grant, and the requirement of its route';
  const fn = requestFunction(scope, 'Authorizer', BUNDLES.authorizer, description, parts);
  allowUsingGrants(fn, parts.tables.grant);
  return fn;
}

/** Creates the token exchange. It reads policy and risk, and stores grants. */
export function createTokenExchangeFunction(scope: Construct, parts: FunctionParts): lambda.Function {
  const description = 'Exchanges elevated access tokens for step-up grants, and says what a route requires';
  const fn = requestFunction(scope, 'TokenExchange', BUNDLES.tokenExchange, description, parts);
  allowIssuingGrants(fn, parts.tables.grant);
  return fn;
}

/** What both functions have: they may read policy and risk, and have the time of one request. */
function requestFunction(
  scope: Construct,
  id: string,
  bundle: BundledFunctionProps['bundle'],
  description: string,
  parts: FunctionParts,
): lambda.Function {
  const fn = bundledFunction(scope, id, {
    bundle,
    description,
    timeout: Duration.seconds(FUNCTION_TIMEOUT),
    environment: environmentOf(parts),
    settings: parts.settings,
  });
  allowReadingPolicies(fn, parts.tables.policy);
  allowReadingRisk(fn, parts.tables.risk);
  return fn;
}

function environmentOf({ trust, service }: FunctionParts): Record<string, string> {
  const json = JSON.stringify({ ...trust, $schema: undefined });
  if (Buffer.byteLength(json) > TRUST_CONFIG_MAX_BYTES) {
    throw new SetupError(
      `The trust config has ${Buffer.byteLength(json)} bytes instead of at most ${TRUST_CONFIG_MAX_BYTES}: Lambda allows 4 KB ` +
        'of environment. Trust fewer issuers, or shorten their acr.values.',
    );
  }
  return {
    [ENVIRONMENT.trustConfig]: json,
    [ENVIRONMENT.service]: service,
  };
}
