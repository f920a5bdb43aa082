/** The two functions that answer requests: the authorizer and the token exchange. */
import { Duration } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { BUNDLES, ENVIRONMENT, FUNCTION_TIMEOUT, TRUST_FILE, TRUST_METADATA } from '../core/contract.ts';
import { bundledFunction } from './bundled-function.ts';
import type { BundledFunctionProps } from './bundled-function.ts';
import { cfnFunctionOf } from './cfn-function.ts';
import type { FunctionSettings } from './function-settings.ts';
import {
  allowIssuingGrants,
  allowReadingPolicies,
  allowReadingRisk,
  allowUsingGrants,
} from './table-access.ts';
import type { StepUpTables } from './tables.ts';
import type { TrustFile } from './trust/trust-file.ts';

export interface FunctionParts {
  readonly tables: StepUpTables;
  readonly trust: TrustFile;
  /** The name of the service in metrics and log lines. */
  readonly service: string;
  readonly settings: FunctionSettings;
}

/** Creates the authorizer. It reads policy, risk and grants, and records that a once-only grant was spent. */
export function createAuthorizerFunction(scope: Construct, parts: FunctionParts): lambda.Function {
  const description = 'Judges each request by its access token, its grant, and the requirement of its route';
  const fn = requestFunction(scope, 'Authorizer', BUNDLES.authorizer, description, parts);
  allowUsingGrants(fn, parts.tables.grant);
  // For the command line, which may not read the code.
  cfnFunctionOf(fn).addMetadata(TRUST_METADATA, parts.trust.text);
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
    file: { name: TRUST_FILE, text: parts.trust.text },
    settings: parts.settings,
  });
  allowReadingPolicies(fn, parts.tables.policy);
  allowReadingRisk(fn, parts.tables.risk);
  return fn;
}

function environmentOf({ trust, service }: FunctionParts): Record<string, string> {
  return { ...trust.variables, [ENVIRONMENT.service]: service };
}
