/** Says at synth which open methods answer where a protected one seems to. */
import { Annotations } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { findUnprotected } from './unprotected.ts';
import { invisible } from './visible-api.ts';
import { visibleMethods } from './visible-methods.ts';

export interface Report {
  readonly api: apigateway.RestApi;
  readonly authorizer: apigateway.CfnAuthorizer;
  /** The methods of this construct: their open ones are meant to be open, and a backend has nothing at their paths. */
  readonly own: readonly CfnResource[];
  readonly unprotected: 'error' | 'warn';
}

/**
 * Warns of each, or stops synth over it unless its warning was acknowledged. In the validation of `scope`, since by then
 * every aspect has run, and what the annotations say still reaches the output.
 */
export function reportUnprotected(scope: Construct, { api, authorizer, own, unprotected }: Report): void {
  scope.node.addValidation({
    validate: () => {
      const { methods, unplaced } = visibleMethods(api, authorizer);
      const found = [
        ...findUnprotected(methods.filter(({ cfnMethod }) => !own.includes(cfnMethod))),
        ...unplaced.map((at) => ({ id: 'unplaced-method', at, text: UNPLACED })),
      ];
      const warned = found.filter(({ id, at: { construct }, text }) => {
        Annotations.of(construct).addWarningV2(`step-up-authorizer:${id}`, text);
        return construct.node.metadata.some(({ data }) => String(data).startsWith(text));
      });
      const errors = unprotected === 'warn' ? [] : warned;
      return [
        ...invisible(api),
        ...errors.map(({ at: { construct }, text }) => `${construct.node.path}: ${text}`),
      ];
    },
  });
}

const UNPLACED =
  'This open method of the API has a path or a verb that synth cannot tell: it may answer where a protected one seems to. Name ' +
  'its resource by resourceId of the Resource, or protect it.';
