/** What the package exports to a CDK app. */
export { StepUpAuthorizer } from './step-up-authorizer.ts';
export type { StepUpAuthorizerProps } from './step-up-authorizer.ts';
export { StepUpMonitoring } from './monitoring.ts';
export { stepUpRateRule } from './gateway/rate-limit.ts';
export type { RateLimit, RateRuleProps } from './gateway/rate-limit.ts';
export { readTrustConfig } from './trust/read-trust-config.ts';
export { SetupError } from './setup-error.ts';
export type { FunctionSettings } from './function-settings.ts';
export type { GatewayResponseName } from './gateway/fixed-answers.ts';
export type { GatewayResponsesMode } from './gateway/foreign-responses.ts';
export type { GatewayResponseIds } from './gateway/response-ids.ts';
export type { UnprotectedMode } from './gateway/unprotected/report.ts';
export type { Demands, GrantPolicy, Policy, PolicyRule, UpcomingPolicy } from './policy.ts';
export type { StepUpTable, StepUpTables } from './tables.ts';
export type {
  AcrReadingProps,
  SignatureAlgorithm,
  TokenMarkProps,
  TokenProfile,
  TokenSettingsProps,
  TrustConfigProps,
  TrustedIssuerProps,
} from './trust/trust-config.ts';
