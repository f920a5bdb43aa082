/** The properties of a resource in the template: the construct does not show those that are overridden. */
import type { CfnResource } from 'aws-cdk-lib';
import * as v from 'valibot';

const rendered = v.object({
  Resources: v.record(
    v.string(),
    v.object({ Properties: v.optional(v.record(v.string(), v.unknown()), {}) }),
  ),
});

/** The properties at the time of the call, with overrides. */
export function renderedProperties(resource: CfnResource): Readonly<Record<string, unknown>> {
  const { Resources } = v.parse(rendered, resource.stack.resolve(resource._toCloudFormation()));
  const [only] = Object.values(Resources);
  return only?.Properties ?? {};
}
