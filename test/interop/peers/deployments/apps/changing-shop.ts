/** A shop whose stack is deployed again and again, each time with something changed. */
import { CfnOutput, CustomResource, Stack } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Policy } from '../../../../../lib/policy.ts';
import { StepUpAuthorizer } from '../../../../../lib/step-up-authorizer.ts';
import type { StepUpTables } from '../../../../../lib/tables.ts';
import type { TrustConfigProps } from '../../../../../lib/trust/trust-config.ts';
import { addDomain, policyTable } from './consumers.ts';
import type { Build } from './consumers.ts';
import { addRoutes, backendIn, base, stepUpOn } from './shop.ts';

export interface Shop {
  readonly stackName: string;
  /** The id of the construct. */
  readonly id: string;
  /** What the trust config has beside the issuer. */
  readonly trust: Partial<TrustConfigProps>;
  /** Routes beside those of the flow, for GET, with their policies. */
  readonly routes: Readonly<Record<string, Policy>>;
  /** Requests a second. */
  readonly throttle: number;
  /** Stages beside CDK's own. */
  readonly stages: readonly string[];
  readonly domains: readonly string[];
  /** The construct's, one of the app's own, or one that exists already. */
  readonly policyTable: 'created' | 'own' | { readonly tableName: string };
  /** Whether something fails in the deployment, after everything else. */
  readonly fails: boolean;
}

export const SHOP: Shop = {
  stackName: 'Shop',
  id: 'StepUp',
  trust: {},
  routes: {
    archive: {},
    reports: { acr: 'urn:example:loa:1' },
    statements: { acr: 'urn:example:loa:2' },
  },
  throttle: 500,
  stages: [],
  domains: [],
  policyTable: 'created',
  fails: false,
};

export function shopWith(changes: Partial<Shop>): Build {
  const shop = { ...SHOP, ...changes };
  return (app, trust) => {
    const stack = new Stack(app, shop.stackName);
    const api = new RestApi(stack, 'Api', { deployOptions: { throttlingRateLimit: shop.throttle } });
    const tables = tablesOf(stack, shop);
    const stepUp = stepUpOn(stack, api, { id: shop.id, trust: { ...trust, ...shop.trust }, tables });
    const backend = backendIn(stack);
    addRoutes(api.root, stepUp, backend);
    for (const [path, policy] of Object.entries(shop.routes)) {
      const method = api.root.addResource(path).addMethod('GET', new LambdaIntegration(backend));
      stepUp.protect(method, policy);
    }
    addStages(api, shop.stages);
    for (const domain of shop.domains) addDomain(stack, api, domain);
    if (shop.fails) failLast(stack, api);
    new CfnOutput(stack, 'PolicyTable', { value: stepUp.tables.policy.tableName });
  };
}

function tablesOf(stack: Stack, { policyTable: table }: Shop): Partial<StepUpTables> {
  if (table === 'created') return {};
  const policy = table === 'own' ? policyTable(stack) : Table.fromTableName(stack, 'Given', table.tableName);
  return { policy };
}

function addStages(api: RestApi, names: readonly string[]): void {
  const { latestDeployment: deployment, stack } = api;
  if (deployment === undefined) throw new Error('CDK made no deployment');
  for (const stageName of names) {
    const stage = new Stage(stack, stageName, { stageName, deployment });
    base(stack, stageName, stage.urlForPath('/'));
  }
}

/** A resource that cannot be created, once all others are there. */
function failLast(stack: Stack, api: RestApi): void {
  const provider = new Function(stack, 'Fails', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(`exports.handler = async ({ ResponseURL, RequestType, ...event }) => {
      const Status = RequestType === 'Delete' ? 'SUCCESS' : 'FAILED';
      const body = JSON.stringify({ ...event, PhysicalResourceId: 'fails', Status, Reason: 'as it was told' });
      await fetch(ResponseURL, { method: 'PUT', headers: { 'content-type': '' }, body });
    };`),
  });
  const failing = new CustomResource(stack, 'Failing', { serviceToken: provider.functionArn });
  failing.node.addDependency(
    api,
    ...stack.node.children.filter((child) => child instanceof StepUpAuthorizer),
  );
}
