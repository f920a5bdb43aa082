/** Alarms for whoever is paged: each says what it means and where the runbook is. */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { METRICS, METRICS_DIMENSION, METRICS_NAMESPACE } from '../core/contract.ts';
import type { StepUpAuthorizer } from './step-up-authorizer.ts';

const PERIOD = Duration.minutes(1);

const CAUSES = [
  [
    METRICS.fault,
    'Requests were refused because they could not be judged. Look for "Fault" in the function logs.',
  ],
  [
    METRICS.policyInvalid,
    'A policy item is not usable and its route is closed. The log line names the item and its problems.',
  ],
  [
    METRICS.policyMissing,
    'A protected route has no policy item and is closed. Write one, or take the route away.',
  ],
  [
    METRICS.policyStale,
    'The policy table cannot be read; what was read last is in force for up to 5 minutes.',
  ],
  [
    METRICS.policyEditInvalid,
    'Somebody wrote a policy item that is not usable, and its route is closed. The log line names it.',
  ],
  [
    METRICS.policyEditLoosened,
    'Somebody loosened a policy. The log line names the item, the audit table says what is asked for no more.',
  ],
  [
    METRICS.policyAuditFailed,
    'A change of policy could not be recorded. It is tried again for hours; what is not recorded by then is lost.',
  ],
  [
    METRICS.keySetStale,
    'The key set of an issuer cannot be refreshed; the keys in memory are in force for up to an hour.',
  ],
] as const;

/** 5xx answers of the whole API, backends included, in a minute: one alone is no reason to get up. */
const MANY_FAILURES = 5;

/** Of the stream's reader, in milliseconds (AWS Lambda: "Types of metrics for Lambda functions", IteratorAge). */
const LATE = Duration.minutes(5).toMilliseconds();

/** Alarms on each fault and each doubtful edit that our functions count, on errors and throttling of the functions, and on 5xx of the API. */
export class StepUpMonitoring extends Construct {
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, stepUp: StepUpAuthorizer) {
    super(scope, id);
    const counted = CAUSES.map(([metricName, meaning]) =>
      this.#alarm(metricName, meaning, ourMetric(metricName, stepUp)),
    );
    const functions = [stepUp.authorizerFunction, stepUp.tokenExchangeFunction].flatMap((fn) => [
      this.#alarm(
        `${fn.node.id}Errors`,
        `${fn.node.id} failed: requests got a 5xx.`,
        fn.metricErrors({ period: PERIOD }),
      ),
      this.#alarm(
        `${fn.node.id}Throttles`,
        `${fn.node.id} was throttled: requests got a 5xx. Raise its concurrency.`,
        fn.metricThrottles({ period: PERIOD }),
      ),
    ]);
    const audit = this.#audit(stepUp.policyAuditFunction);
    const api = this.#alarm(
      'ApiServerErrors',
      'The API answered 5xx. If no other alarm rings, the fault is with a backend: see the access log.',
      stepUp.api.metricServerError({ period: PERIOD, statistic: cloudwatch.Stats.SUM }),
      MANY_FAILURES,
    );
    this.alarms = [...counted, ...functions, ...audit, api];
  }

  /** Its failures hold up no request, but the changes behind them; throttling shows as delay. */
  #audit(fn: lambda.Function | undefined): readonly cloudwatch.Alarm[] {
    if (fn === undefined) return [];
    return [
      this.#alarm(
        'PolicyAuditErrors',
        'The audit of policies failed: changes are recorded late.',
        fn.metricErrors({ period: PERIOD }),
      ),
      this.#alarm(
        'PolicyAuditDelay',
        'Changes of policy are recorded more than five minutes late.',
        fn.metric('IteratorAge', { period: PERIOD, statistic: cloudwatch.Stats.MAXIMUM }),
        LATE,
      ),
    ];
  }

  #alarm(id: string, meaning: string, metric: cloudwatch.IMetric, threshold = 1): cloudwatch.Alarm {
    return new cloudwatch.Alarm(this, id, {
      metric,
      alarmDescription: `${meaning} Runbook: docs/operations.md, under ${id}.`,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}

function ourMetric(metricName: string, { node }: StepUpAuthorizer): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { [METRICS_DIMENSION]: node.path },
    statistic: cloudwatch.Stats.SUM,
    period: PERIOD,
  });
}
