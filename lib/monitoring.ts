/** CloudWatch alarms. The description of each one says what it means and where its runbook is. */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { METRICS, METRICS_DIMENSION, METRICS_NAMESPACE } from '../core/contract.ts';
import { warnOfSharedApiName } from './shared-api-name.ts';
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
    'The policy table cannot be read. The policies that were read last stay in force for up to 5 minutes.',
  ],
  [
    METRICS.policyEditInvalid,
    'A policy item was written that is not usable, and its route is closed. The log line names the item.',
  ],
  [
    METRICS.policyEditLoosened,
    'A policy was loosened. The log line names the item, and the audit table says what was loosened.',
  ],
  [
    METRICS.policyAuditFailed,
    'A change of policy could not be recorded. It is tried again for up to 12 hours; after that it is lost.',
  ],
  [
    METRICS.keySetStale,
    'The key set of an issuer cannot be refreshed. The keys in memory stay in use for up to an hour.',
  ],
  [
    METRICS.keySetEmpty,
    'The key set of an issuer has no key that can verify a signature, and its tokens are refused. The log line names the issuer.',
  ],
  [
    METRICS.keyExposed,
    'The key set of an issuer shows the private half of a key. The key counts no more; its issuer has to replace it.',
  ],
] as const;

/** So many 5xx answers of the API in a minute, backends included, raise the alarm: a single one does not. */
const MANY_FAILURES = 5;

/**
 * The age of a change when the audit gets it, in milliseconds (AWS Lambda: "Types of metrics for Lambda functions",
 * IteratorAge).
 */
const LATE = Duration.minutes(5).toMilliseconds();

/**
 * Alarms on each fault, and on each edit that breaks or loosens a policy, which our functions count; on errors and
 * throttling of the functions; and on 5xx of the API. CloudWatch tells APIs apart by their names alone: synth warns of
 * one that another deployment may have too.
 */
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
    warnOfSharedApiName(this, stepUp.api);
    this.alarms = [...counted, ...functions, ...audit, api];
  }

  /** A failure of the audit delays no request, but the records of later changes. Throttling shows as delay. */
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

function ourMetric(metricName: string, { service }: StepUpAuthorizer): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { [METRICS_DIMENSION]: service },
    statistic: cloudwatch.Stats.SUM,
    period: PERIOD,
  });
}
