/**
 * The logger, the metrics and the faults of every function. What else may be logged is listed by field, for requests in
 * request/outcome.ts and for edits of policy in policy-audit/edit-log.ts: never a token or a grant, and no other claim.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { METRICS_NAMESPACE } from '../core/contract.ts';
import type { METRICS } from '../core/contract.ts';
import { errorText } from '../core/error-text.ts';

export type MetricName = (typeof METRICS)[keyof typeof METRICS];

// Logger and metrics read the name of the service from the environment.

/** For the files that list the fields that they log. */
export const logger = new Logger();
const metrics = new Metrics({ namespace: METRICS_NAMESPACE });

/** The middleware of every function. `logEvent` is off for every environment: an event contains tokens. */
export function telemetry() {
  return [
    injectLambdaContext(logger, { logEvent: false }),
    logMetrics(metrics, { throwOnEmptyMetrics: false }),
  ];
}

/** Counts a metric. */
export function count(metric: MetricName): void {
  metrics.addMetric(metric, MetricUnit.Count, 1);
}

/** Counts a fault, and logs the message and the cause. */
export function recordFault(metric: MetricName, message: string, cause: unknown): void {
  count(metric);
  logger.error(message, { cause: errorText(cause) });
}

/** Logs what is worth knowing and no fault. */
export function recordNote(message: string, cause: unknown): void {
  logger.info(message, cause === undefined ? {} : { cause: errorText(cause) });
}
