/** Says at synth which open methods answer where a protected one seems to. */
import { Annotations } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { invisible } from '../visible-api.ts';
import { visibleMethods } from '../visible-methods.ts';
import type { VisibleMethods } from '../visible-methods.ts';
import { findUnprotected } from './find.ts';
import type { Finding } from './finding.ts';

/** What synth does about an open method: warns of it, or stops over it. */
export type UnprotectedMode = 'error' | 'warn';

export interface Report {
  readonly api: apigateway.RestApi;
  readonly authorizer: apigateway.CfnAuthorizer;
  /** The methods of this construct: their open ones are meant to be open, and a backend has nothing at their paths. */
  readonly own: readonly CfnResource[];
  readonly unprotected: UnprotectedMode;
}

/**
 * Warns of each, or stops synth over it unless its warning was acknowledged. In the validation of `scope`, since by then
 * every aspect has run, and what the annotations say still reaches the output.
 */
export function reportUnprotected(scope: Construct, { api, authorizer, own, unprotected }: Report): void {
  scope.node.addValidation({
    validate: () => {
      const warned = found(visibleMethods(api, authorizer), own).filter(isWarned);
      return [...invisible(api), ...(unprotected === 'warn' ? [] : warned.map(stopping))];
    },
  });
}

type Found = Finding<VisibleMethods['unplaced'][number]>;

function found({ methods, unplaced }: VisibleMethods, own: Report['own']): readonly Found[] {
  return [
    ...findUnprotected(methods.filter(({ cfnMethod }) => !own.includes(cfnMethod))),
    ...unplaced.map((at): Found => ({ id: 'unplaced-method', at, text: UNPLACED })),
  ];
}

/** Warns, and says whether the warning stays: CDK drops one that was acknowledged. */
function isWarned({ id, at: { construct }, text }: Found): boolean {
  Annotations.of(construct).addWarningV2(warningId(id), text);
  return construct.node.metadata.some(({ data }) => String(data).startsWith(text));
}

function stopping({ id, at: { construct }, text }: Found): string {
  const acknowledge = `Annotations.of(method).acknowledgeWarning('${warningId(id)}')`;
  return `${construct.node.path}: ${text} If this is meant, acknowledge it: ${acknowledge}.`;
}

function warningId(id: Found['id']): string {
  return `step-up-authorizer:${id}`;
}

const UNPLACED =
  'This open method of the API has a path or a verb that synth cannot tell: it may answer where a protected one seems to. Name ' +
  'its resource by resourceId of the Resource, or protect it.';
