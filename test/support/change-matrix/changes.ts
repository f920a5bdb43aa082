/** Each option of the construct and of the trust config, with what a later deployment gives in its place. */
import { RemovalPolicy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type {
  StepUpAuthorizer,
  StepUpAuthorizerProps,
  StepUpTables,
  TrustConfigProps,
} from '../../../lib/index.ts';
import { createAuthority } from '../tokens/certificate.ts';

/** What is deployed: on an API with `GET /accounts`, which is open, and `POST /payments`, which is protected. */
export interface Setup {
  readonly trust?: Partial<TrustConfigProps>;
  /** Of the one issuer. */
  readonly issuer?: Partial<TrustConfigProps['issuers'][number]>;
  readonly props?: (stack: Stack) => Partial<StepUpAuthorizerProps>;
  readonly api?: apigateway.RestApiProps;
  readonly then?: (stepUp: StepUpAuthorizer, parts: Parts) => void;
}

export interface Parts {
  readonly stack: Stack;
  readonly api: apigateway.RestApi;
  readonly accounts: apigateway.Resource;
}

export interface Change {
  /** As it stands in docs/deploy.md. */
  readonly name: string;
  readonly before?: Setup;
  readonly after: Setup;
  /** Logical ids without their hashes that the change takes out of the stack. */
  readonly gone?: readonly string[];
  /** Those that it makes CloudFormation replace. */
  readonly replaced?: readonly string[];
}

const ISSUER = { issuer: 'https://id.example.com', audience: ['https://api.example.com'] };
const OTHER = { ...ISSUER, issuer: 'https://other.example.com' };

/** RFC 7517 §A.1. */
const EXAMPLE_KEY = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
};

/** All fields of the trust config, `issuers` among them: the compiler finds one that is missing. */
const TRUST: Readonly<Record<keyof Omit<TrustConfigProps, '$schema'>, Partial<TrustConfigProps>>> = {
  acr: { acr: ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:4'] },
  issuers: { issuers: [ISSUER, OTHER] },
  publicUrl: { publicUrl: 'https://api.example.com' },
  cors: { cors: { allowedOrigins: ['https://app.example.com'] } },
  verboseRefusals: { verboseRefusals: true },
};

type Issuer = TrustConfigProps['issuers'][number];

const ISSUERS: Readonly<Record<keyof Issuer, Partial<Issuer>>> = {
  issuer: { issuer: OTHER.issuer },
  audience: { audience: ['https://other.example.com'] },
  clients: { clients: ['web-app'] },
  clientsWithoutAudience: { clientsWithoutAudience: ['web-app'] },
  algorithms: { algorithms: ['ES256'] },
  jwksUri: { jwksUri: 'https://id.example.com/keys' },
  jwks: { jwks: { keys: [EXAMPLE_KEY] } },
  keySetTimeout: { keySetTimeout: 1.5 },
  certificateAuthorities: { certificateAuthorities: [createAuthority('An authority').own.cert] },
  profile: { profile: 'keycloak' },
  token: { token: { client: ['azp'] } },
  acr: { acr: { claim: 'loa', values: { mfa: 'urn:example:loa:2' } } },
  amr: { amr: { member: 'method' } },
  authTime: { authTime: 'none' },
  // Of no other issuer than one of Entra ID, whose words are ids of authentication contexts.
  challenge: {
    issuer: 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0',
    audience: ['11111111-2222-3333-4444-555555555555'],
    profile: 'entra',
    acr: { values: { c1: 'urn:example:loa:1', c2: 'urn:example:loa:2' } },
    challenge: 'entra',
  },
  clockSkew: { clockSkew: 10 },
};

const TABLES: Readonly<Record<keyof StepUpTables, Change['gone']>> = {
  policy: ['StepUpPolicyTable'],
  grant: ['StepUpGrantTable'],
  risk: ['StepUpRiskTable'],
  audit: ['StepUpAuditTable'],
};

type ResponseOption = 'gatewayResponses' | 'gatewayResponseIds';

const OPTIONS: Readonly<
  Record<
    keyof Omit<StepUpAuthorizerProps, 'api' | 'trust' | 'tables' | ResponseOption>,
    Setup['props'] & object
  >
> = {
  removalPolicy: () => ({ removalPolicy: RemovalPolicy.DESTROY }),
  authorizerFunction: (stack) => ({
    authorizerFunction: {
      memorySize: 1769,
      reservedConcurrentExecutions: 10,
      logRetention: RetentionDays.ONE_YEAR,
      vpc: networkIn(stack),
    },
  }),
  tokenExchangeFunction: () => ({ tokenExchangeFunction: { memorySize: 1769 } }),
  unprotected: () => ({ unprotected: 'warn' }),
  allowLoopbackIssuers: () => ({ allowLoopbackIssuers: true }),
};

/** On an API that had a DEFAULT_4XX of its own before step-up came. */
const withOwnResponse =
  (props: Partial<StepUpAuthorizerProps>): Setup['props'] & object =>
  (stack) => {
    const api = stack.node.findChild('Api');
    if (api instanceof apigateway.RestApi) {
      const responseHeaders = { 'Access-Control-Allow-Origin': "'*'" };
      api.addGatewayResponse('Own', { type: apigateway.ResponseType.DEFAULT_4XX, responseHeaders });
    }
    return props;
  };

const MERGED: Setup = { props: withOwnResponse({ gatewayResponses: 'merge' }) };

const RESPONSES: Readonly<Record<ResponseOption, Change>> = {
  gatewayResponses: {
    name: '`gatewayResponses`',
    before: MERGED,
    after: { props: withOwnResponse({ gatewayResponses: 'replace' }) },
  },
  gatewayResponseIds: {
    name: "`gatewayResponseIds`, and the API's own response is removed from the app",
    before: MERGED,
    after: { props: () => ({ gatewayResponseIds: { DEFAULT_4XX: 'ApiOwn428B8F88' } }) },
  },
};

function networkIn(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Network', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-west-1a'],
    privateSubnetIds: ['subnet-0123456789abcdef0'],
  });
}

/** With a stream, as the audit needs it. */
function givenTable(stack: Stack): dynamodb.ITable {
  const tableArn = stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: 'given' });
  const tableStreamArn = `${tableArn}/stream/2026-01-01T00:00:00.000`;
  return dynamodb.Table.fromTableAttributes(stack, 'Given', { tableArn, tableStreamArn });
}

const protectAnother: Setup['then'] = (stepUp, { accounts }) => {
  stepUp.protect(accounts.addMethod('POST', new apigateway.MockIntegration()), { maxAge: 300 });
};
const limited: Setup = {
  then: (stepUp) => {
    stepUp.limitRate({ requestsPerFiveMinutes: 100 });
  },
};

/** What else an app may change about the construct and its API. */
const OTHERS: readonly Change[] = [
  { name: '`protect` a new method', after: { then: protectAnother } },
  {
    name: '`protect` a method that was open',
    after: {
      then: (stepUp, { accounts }) => {
        const method = accounts.node.tryFindChild('GET');
        if (method instanceof apigateway.Method) stepUp.protect(method, {});
      },
    },
  },
  {
    name: '`protect` a method no longer',
    before: { then: protectAnother },
    after: {
      then: (_, { accounts }) => {
        accounts.addMethod('POST', new apigateway.MockIntegration());
      },
    },
  },
  {
    name: '`seedPolicy`',
    after: {
      then: (stepUp) => {
        stepUp.seedPolicy('GROUP money', { maxAge: 300 });
      },
    },
  },
  { name: '`limitRate`', after: limited },
  {
    name: '`limitRate` no longer',
    before: limited,
    after: {},
    gone: ['StepUpRateLimitWebAcl', 'StepUpRateLimitAssociation0'],
  },
  {
    name: 'the throttling of the stage',
    after: { api: { deployOptions: { throttlingRateLimit: 10, throttlingBurstLimit: 10 } } },
  },
  {
    name: 'one stage more',
    after: {
      then: (_, { stack, api }) => {
        if (api.latestDeployment)
          new apigateway.Stage(stack, 'Beta', { stageName: 'beta', deployment: api.latestDeployment });
      },
    },
  },
  {
    name: 'a custom domain',
    after: {
      then: (_, { stack, api }) => {
        const { domainName } = new apigateway.CfnDomainName(stack, 'Domain', {
          domainName: 'api.example.com',
        });
        const stage = api.deploymentStage.stageName;
        new apigateway.CfnBasePathMapping(stack, 'Mapping', {
          domainName: domainName ?? '',
          restApiId: api.restApiId,
          stage,
        });
      },
    },
  },
];

export const CHANGES: readonly Change[] = [
  ...Object.entries(TRUST).map(([name, trust]) => ({
    name: `\`${name}\` of the trust config`,
    after: { trust },
  })),
  ...Object.entries(ISSUERS).map(([name, issuer]) => ({
    name: `\`issuers[].${name}\``,
    after: { issuer },
  })),
  ...Object.entries(TABLES).map(([name, gone = []]) => ({
    name: `\`tables.${name}\``,
    after: { props: (stack: Stack) => ({ tables: { [name]: givenTable(stack) } }) },
    gone,
    // It reads the stream of one table.
    replaced: name === 'policy' ? ['StepUpPolicyAuditPolicyStream'] : [],
  })),
  ...Object.entries(OPTIONS).map(([name, props]) => ({ name: `\`${name}\``, after: { props } })),
  ...Object.values(RESPONSES),
  ...OTHERS,
];
