/** What functions have logged: their metrics in CloudWatch's embedded format, and the text of it all. */
import * as v from 'valibot';
import { METRICS_DIMENSION, METRICS_NAMESPACE } from '../../../core/contract.ts';
import { jsonOrUndefined } from '../json-or-undefined.ts';

export interface FunctionLog {
  /** How often each metric was counted, under the namespace and the dimension that the alarms look at. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly text: string;
}

/** Amazon CloudWatch User Guide: "Specification: Embedded metric format". */
const embedded = v.looseObject({
  // Of the stack in these tests, as its alarms have it.
  [METRICS_DIMENSION]: v.literal('StepUp/StepUp'),
  _aws: v.object({
    CloudWatchMetrics: v.array(
      v.object({
        Namespace: v.literal(METRICS_NAMESPACE),
        Dimensions: v.tuple([v.tuple([v.literal(METRICS_DIMENSION)])]),
        Metrics: v.array(v.object({ Name: v.string() })),
      }),
    ),
  }),
});

const count = v.union([v.number(), v.array(v.number())]);

export function readFunctionLog(lines: readonly string[]): FunctionLog {
  const metrics: Record<string, number> = {};
  for (const line of lines) {
    for (const [name, value] of metricsOf(line)) metrics[name] = (metrics[name] ?? 0) + value;
  }
  return { metrics, text: lines.join('\n') };
}

function metricsOf(line: string): [name: string, value: number][] {
  const parsed = v.safeParse(embedded, jsonOrUndefined(line));
  if (!parsed.success) return [];
  const { output } = parsed;
  return output._aws.CloudWatchMetrics.flatMap(({ Metrics }) =>
    Metrics.map(({ Name }): [string, number] => [Name, sum(v.parse(count, output[Name]))]),
  );
}

function sum(value: number | number[]): number {
  return typeof value === 'number' ? value : value.reduce((total, one) => total + one, 0);
}
