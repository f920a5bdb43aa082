/** What CloudFormation does in the second of two deployments, read from their templates. */
import { fullDiff } from '@aws-cdk/cloudformation-diff';
import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { StepUpAuthorizer } from '../../../lib/index.ts';
import { newApp, synthesizedResources } from '../stacks/synth.ts';
import type { Resources } from '../stacks/synth.ts';
import type { Change, Setup } from './changes.ts';

export interface Effect {
  readonly logicalId: string;
  readonly type: string;
  /** Words of CloudFormation: what becomes of the resource itself. */
  readonly impact: 'created' | 'updated' | 'replaced' | 'maybe replaced' | 'deleted' | 'kept without a stack';
}

const IMPACTS = new Map<string, Effect['impact']>([
  ['WILL_CREATE', 'created'],
  ['WILL_UPDATE', 'updated'],
  ['WILL_REPLACE', 'replaced'],
  ['MAY_REPLACE', 'maybe replaced'],
  ['WILL_DESTROY', 'deleted'],
  ['WILL_ORPHAN', 'kept without a stack'],
]);

const plain = resourcesOf({});

const effects = new Map<Change, readonly Effect[]>();

/** All effects of a change. Two templates are made once for each. */
export function effectsOf(change: Change): readonly Effect[] {
  const known = effects.get(change) ?? compare(change);
  effects.set(change, known);
  return known;
}

function compare({ before, after }: Change): Effect[] {
  const Resources = resourcesOf(after);
  const { resources } = fullDiff({ Resources: before ? resourcesOf(before) : plain }, { Resources });
  const found: Effect[] = [];
  resources.forEachDifference((logicalId, difference) => {
    // A custom resource of ours is unknown to the library: it is changed where its properties are.
    const impact = IMPACTS.get(difference.changeImpact) ?? (difference.isUpdate ? 'updated' : undefined);
    const type = difference.newResourceType ?? difference.oldResourceType ?? '';
    if (impact !== undefined) found.push({ logicalId, type, impact });
  });
  return found;
}

/** A logical id without the hash of its path. */
export function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

function resourcesOf({
  trust = {},
  issuer = {},
  props = () => ({}),
  api: apiProps = {},
  then,
}: Setup): Resources {
  const app = newApp();
  const stack = new Stack(app, 'Shop');
  const api = new apigateway.RestApi(stack, 'Api', apiProps);
  const accounts = api.root.addResource('accounts');
  accounts.addMethod('GET', new apigateway.MockIntegration());
  const payments = api.root.addResource('payments').addMethod('POST', new apigateway.MockIntegration());
  const stepUp = new StepUpAuthorizer(stack, 'StepUp', {
    api,
    trust: {
      acr: ['urn:example:loa:1', 'urn:example:loa:2'],
      issuers: [{ issuer: 'https://id.example.com', audience: ['https://api.example.com'], ...issuer }],
      ...trust,
    },
    ...props(stack),
  });
  stepUp.protect(payments, { acr: 'urn:example:loa:2' });
  then?.(stepUp, { stack, api, accounts });
  return synthesizedResources(app, stack);
}
