/**
 * One structured line and one outcome metric for every decision. What is logged is named here, field by
 * field: never a token, a grant, or a claim that is not on the list.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { METRICS_NAMESPACE } from '../core/contract.ts';
import type { METRICS } from '../core/contract.ts';
import { errorText } from '../core/error-text.ts';

type MetricName = (typeof METRICS)[keyof typeof METRICS];

// Both take the name of the service from the environment.
const logger = new Logger();
const metrics = new Metrics({ namespace: METRICS_NAMESPACE });

/** The fields of a decision that may be logged. Identities as the hashes the tables use. */
export interface OutcomeFields {
  readonly route: string;
  readonly reason: string;
  /** API Gateway's own. Its `requestId` is whatever the caller sent in x-amzn-RequestId, and is never logged. */
  readonly extendedRequestId: string;
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  readonly subjectHash?: string | undefined;
  readonly acr?: string | undefined;
  readonly authTime?: number | undefined;
  readonly openedBy?: string | undefined;
  readonly grantRefusal?: string | undefined;
  /** The names of the rules that counted, and of those that did because their condition failed. */
  readonly rules?: readonly string[] | undefined;
  readonly rulesFailed?: readonly string[] | undefined;
  /** What an announced change would have made of the request, and when it takes effect (seconds since 1970). */
  readonly upcomingOutcome?: string | undefined;
  readonly upcomingAt?: number | undefined;
}

/** The middleware of every function. `logEvent` is off whatever the environment says: an event holds tokens. */
export function telemetry() {
  return [
    injectLambdaContext(logger, { logEvent: false }),
    logMetrics(metrics, { throwOnEmptyMetrics: false }),
  ];
}

/** Writes the line and counts the outcome. */
export function recordOutcome(outcome: MetricName, fields: OutcomeFields): void {
  metrics.addMetric(outcome, MetricUnit.Count, 1);
  logger.info(outcome, { ...fields });
}

/** Counts what is worth counting beside the outcome. */
export function count(metric: MetricName): void {
  metrics.addMetric(metric, MetricUnit.Count, 1);
}

/** Counts a fault beside an outcome, and says what went wrong. */
export function recordFault(metric: MetricName, message: string, cause: unknown): void {
  metrics.addMetric(metric, MetricUnit.Count, 1);
  logger.error(message, { cause: errorText(cause) });
}

/** What was done to a policy item: its key, and never what it holds. */
export interface EditFields {
  readonly route: string;
  readonly event: string;
  /** Of its record in the audit table, together with the route. */
  readonly change: string;
  readonly eventId: string;
}

/** Writes that a policy item was edited, and counts an edit that somebody should look at. */
export function recordEdit(findings: readonly MetricName[], fields: EditFields): void {
  logger.info('PolicyEdited', { ...fields });
  for (const finding of findings) {
    metrics.addMetric(finding, MetricUnit.Count, 1);
    logger.warn(finding, { ...fields });
  }
}
