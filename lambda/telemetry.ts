/**
 * One structured log line and one outcome metric for every decision. This file lists every field that is logged: never a
 * token, a grant, or a claim that is not in the list.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { METRICS_NAMESPACE } from '../core/contract.ts';
import type { METRICS } from '../core/contract.ts';
import { errorText } from '../core/error-text.ts';

type MetricName = (typeof METRICS)[keyof typeof METRICS];

// Logger and metrics read the name of the service from the environment.
const logger = new Logger();
const metrics = new Metrics({ namespace: METRICS_NAMESPACE });

/** The fields of a decision that may be logged. Identities are logged as the hashes that the tables use. */
export interface OutcomeFields {
  readonly route: string;
  readonly reason: string;
  /** The id that API Gateway makes. Its `requestId` is never logged: the caller can set it in x-amzn-RequestId. */
  readonly extendedRequestId: string;
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  readonly subjectHash?: string | undefined;
  readonly acr?: string | undefined;
  readonly authTime?: number | undefined;
  readonly openedBy?: string | undefined;
  readonly grantRefusal?: string | undefined;
  /** The names of the rules that counted, and of those that counted because their condition failed. */
  readonly rules?: readonly string[] | undefined;
  readonly rulesFailed?: readonly string[] | undefined;
  /** What an announced change would have decided, and when it takes effect (seconds since 1970). */
  readonly upcomingOutcome?: string | undefined;
  readonly upcomingAt?: number | undefined;
}

/** The middleware of every function. `logEvent` is off for every environment: an event contains tokens. */
export function telemetry() {
  return [
    injectLambdaContext(logger, { logEvent: false }),
    logMetrics(metrics, { throwOnEmptyMetrics: false }),
  ];
}

/** Writes the log line and counts the outcome. */
export function recordOutcome(outcome: MetricName, fields: OutcomeFields): void {
  metrics.addMetric(outcome, MetricUnit.Count, 1);
  logger.info(outcome, { ...fields });
}

/** Counts a metric beside the outcome. */
export function count(metric: MetricName): void {
  metrics.addMetric(metric, MetricUnit.Count, 1);
}

/** Counts a fault, and logs the message and the cause. */
export function recordFault(metric: MetricName, message: string, cause: unknown): void {
  metrics.addMetric(metric, MetricUnit.Count, 1);
  logger.error(message, { cause: errorText(cause) });
}

/** An edit of a policy item: the key of the item, and never its contents. */
export interface EditFields {
  readonly route: string;
  readonly event: string;
  /** The sort key of the audit record; the route is its partition key. */
  readonly change: string;
  readonly eventId: string;
}

/** Logs that a policy item was edited, and counts the findings that an administrator should look at. */
export function recordEdit(findings: readonly MetricName[], fields: EditFields): void {
  logger.info('PolicyEdited', { ...fields });
  for (const finding of findings) {
    metrics.addMetric(finding, MetricUnit.Count, 1);
    logger.warn(finding, { ...fields });
  }
}
