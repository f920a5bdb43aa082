/** Apps of consumers: each puts the construct on an API of another shape. */
import { CfnOutput, NestedStack, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import {
  CfnGatewayResponse,
  Deployment,
  DomainName,
  LambdaRestApi,
  ResponseType,
  RestApi,
  Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AttributeType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { GatewayVpcEndpointAwsService, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { StepUpAuthorizerProps } from '../../../../../lib/step-up-authorizer.ts';
import { addRoutes, backendIn, base, stepUpOn } from './shop.ts';

export type Trust = StepUpAuthorizerProps['trust'];

/** Adds the stacks of an app. */
export type Build = (app: App, trust: Trust) => void;

export const CONSUMERS: Readonly<Record<string, Build>> = {
  'a deployment and stages of its own': (app, trust) => {
    const stack = new Stack(app, 'OwnStages');
    const api = new RestApi(stack, 'Api', { deploy: false });
    addRoutes(api.root, stepUpOn(stack, api, { trust }), backendIn(stack));
    // @ts-expect-error: CDK's own types do not agree under exactOptionalPropertyTypes.
    const deployment = new Deployment(stack, 'Deployment', { api });
    for (const stageName of ['blue', 'green']) {
      const stage = new Stage(stack, stageName, { deployment, stageName });
      base(stack, stageName, stage.urlForPath('/'));
    }
  },

  'a LambdaRestApi with a proxy': (app, trust) => {
    const stack = new Stack(app, 'LambdaApi');
    const backend = backendIn(stack);
    const api = new LambdaRestApi(stack, 'Api', { handler: backend, proxy: false });
    const stepUp = stepUpOn(stack, api, { trust });
    addRoutes(api.root, stepUp, backend);
    stepUp.protect(api.root.addProxy(), { acr: 'urn:example:loa:2' });
    stepUp.protect(api.root, { acr: 'urn:example:loa:2' });
    base(stack, '', api.url);
  },

  'a nested stack': (app, trust) => {
    const stack = new Stack(app, 'Nesting');
    base(stack, '', shopIn(new NestedStack(stack, 'Nested'), trust).url);
  },

  'two stacks': (app, trust) => {
    const tables = new Stack(app, 'Tables');
    const policy = policyTable(tables);
    const stack = new Stack(app, 'TwoStacks');
    base(stack, '', shopIn(stack, trust, { tables: { policy } }).url);
  },

  'two APIs': (app, trust) => {
    const stack = new Stack(app, 'TwoApis');
    const backend = backendIn(stack);
    for (const name of ['One', 'Other']) {
      const api = new RestApi(stack, name);
      addRoutes(api.root, stepUpOn(stack, api, { trust, id: `${name}StepUp` }), backend);
      base(stack, name, api.url);
    }
  },

  'a custom domain, with and without a base path': (app, trust) => {
    const stack = new Stack(app, 'Domains');
    const api = shopIn(stack, trust);
    addDomain(stack, api, 'shop.example.net');
    addDomain(stack, api, 'api.example.net', 'shop');
  },

  'a VPC, and tables with a key of its own': (app, trust) => {
    const stack = new Stack(app, 'VpcAndKey');
    // @ts-expect-error: CDK's own types do not agree under exactOptionalPropertyTypes.
    const vpc: IVpc = new Vpc(stack, 'Vpc', {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'inner', subnetType: SubnetType.PRIVATE_ISOLATED }],
      gatewayEndpoints: { dynamodb: { service: GatewayVpcEndpointAwsService.DYNAMODB } },
    });
    const inVpc = { vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED } };
    const policy = policyTable(stack, new Key(stack, 'Key'));
    const { url } = shopIn(stack, trust, {
      tables: { policy },
      authorizerFunction: inVpc,
      tokenExchangeFunction: inVpc,
    });
    base(stack, '', url);
  },

  'binary media types': (app, trust) => {
    const stack = new Stack(app, 'Binary');
    const api = new RestApi(stack, 'Api', { binaryMediaTypes: ['*/*'] });
    addRoutes(api.root, stepUpOn(stack, api, { trust }), backendIn(stack));
    base(stack, '', api.url);
  },

  'gateway responses of its own': (app, trust) => {
    const stack = new Stack(app, 'OwnResponses');
    const api = shopIn(stack, trust);
    api.addGatewayResponse('Throttled', { type: ResponseType.THROTTLED, statusCode: '503' });
    new CfnGatewayResponse(stack, 'TooLarge', { restApiId: api.restApiId, responseType: 'QUOTA_EXCEEDED' });
    base(stack, '', api.url);
  },
};

/** The app of a table that an imported one is of, and the app that imports it. */
export const TABLE_OWNER: Build = (app) => {
  const stack = new Stack(app, 'Owner');
  new CfnOutput(stack, 'Table', { value: policyTable(stack).tableName });
};

export function importing(tableName: string): Build {
  return (app, trust) => {
    const stack = new Stack(app, 'Importing');
    const policy = Table.fromTableName(stack, 'Policies', tableName);
    base(stack, '', shopIn(stack, trust, { tables: { policy } }).url);
  };
}

/** An API with its backend, the construct and the routes. */
function shopIn(
  scope: Construct,
  trust: Trust,
  props: Partial<Parameters<typeof stepUpOn>[2]> = {},
): RestApi {
  const api = new RestApi(scope, 'Api');
  addRoutes(api.root, stepUpOn(scope, api, { trust, ...props }), backendIn(scope));
  return api;
}

export function policyTable(scope: Construct, encryptionKey?: Key): Table {
  return new Table(scope, 'Policies', {
    partitionKey: { name: 'route', type: AttributeType.STRING },
    ...(encryptionKey === undefined ? {} : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
  });
}

/** A domain before an API, with an output. The certificate is one that nobody asks for. */
export function addDomain(stack: Stack, api: RestApi, domainName: string, basePath?: string): void {
  const id = domainName.replaceAll('.', '');
  const certificate = Certificate.fromCertificateArn(
    stack,
    `${id}Certificate`,
    `arn:aws:acm:${stack.region}:${stack.account}:certificate/00000000-0000-0000-0000-000000000000`,
  );
  const domain = new DomainName(stack, id, { domainName, certificate });
  domain.addBasePathMapping(api, basePath === undefined ? {} : { basePath });
  base(stack, id, `https://${[domainName, basePath].filter((part) => part !== undefined).join('/')}`);
}
