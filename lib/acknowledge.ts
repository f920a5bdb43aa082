/** Acknowledges a rule of cdk-nag's AWS Solutions pack, at the resource that departs from it. */
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** `rule` such as `APIG2`. The reason is for the auditor of the stack, and must be true. */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
}
