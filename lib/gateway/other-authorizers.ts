/** Warns of other authorizers of the API. */
import { Annotations, Aspects, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { attachedTo } from './visible-api.ts';

/** Warns of each other authorizer of the API: its callers get our gateway responses from now on. */
export function warnOfOtherAuthorizers(api: apigateway.RestApi, ours: apigateway.CfnAuthorizer): void {
  Aspects.of(Stack.of(api)).add({
    visit: (node) => {
      if (!(node instanceof apigateway.CfnAuthorizer) || node === ours || !attachedTo(api, node)) return;
      Annotations.of(node).addWarningV2(
        'step-up-authorizer:other-authorizer',
        `${node.node.path} answers with the gateway responses of step-up now: what it denies becomes a 401 instead of a 403, ` +
          'with a problem body whose members are empty, and its own failures become a 503.',
      );
    },
  });
}
