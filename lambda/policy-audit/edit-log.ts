/** The log lines and the metrics of an edit of policy. This file lists every field that is logged of an edit. */
import { count, logger } from '../telemetry.ts';
import type { MetricName } from '../telemetry.ts';

/** An edit of a policy item: the key of the item, and never its contents. */
interface EditFields {
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
    count(finding);
    logger.warn(finding, { ...fields });
  }
}
