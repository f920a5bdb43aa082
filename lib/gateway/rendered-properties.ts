/** What the template will say of a resource: overrides do not show in the properties of its construct. */
import type { CfnResource } from 'aws-cdk-lib';
import * as v from 'valibot';

const rendered = v.object({
  Resources: v.record(
    v.string(),
    v.object({ Properties: v.optional(v.record(v.string(), v.unknown()), {}) }),
  ),
});

/** Its properties as they are when synth validates, overrides and all. */
export function renderedProperties(resource: CfnResource): Readonly<Record<string, unknown>> {
  const { Resources } = v.parse(rendered, resource.stack.resolve(resource._toCloudFormation()));
  const [only] = Object.values(Resources);
  return only?.Properties ?? {};
}
