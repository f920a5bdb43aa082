/** OPTIONS carries no credentials: it is answered without the authorizer, also where the method is ANY. */
import { Annotations, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';
import * as v from 'valibot';
import { distinctHeaders } from '../../core/answer/fixed/cors.ts';
import { GRANT_HEADER } from '../../core/contract.ts';
import type { Deployments } from './deployments.ts';
import { namedBy } from './named.ts';
import { renderedProperties } from './rendered-properties.ts';
import { cfnMethodOf } from './request-authorizer.ts';

/** `cors` of the trust config: pages of other origins that may call the API, and what they may send. */
export interface SendingPages {
  readonly allowedOrigins: readonly string[];
  readonly allowedHeaders: readonly string[];
}

export class Preflights {
  readonly #pages: SendingPages;
  readonly #deployments: Deployments;
  /** What requests to a protected method need. */
  readonly #headers: readonly string[];
  /** By what the ids of the resources name: the same resource may also have been imported. */
  readonly #settled = new Set<string>();

  constructor(pages: SendingPages, deployments: Deployments) {
    this.#pages = pages;
    this.#deployments = deployments;
    this.#headers = distinctHeaders([...OUR_HEADERS, ...pages.allowedHeaders]);
  }

  /**
   * Adds an OPTIONS that allows our headers to a resource, unless an earlier call did. An OPTIONS of the app stays as
   * it is, with a warning if it does not allow `headers`. Without allowed origins, only a resource with ANY gets an
   * OPTIONS, which allows no origin.
   */
  allow(resource: apigateway.IResource, headers = this.#headers): void {
    if (this.#settled.has(keyOf(resource))) return;
    const own = resource.node.tryFindChild('OPTIONS');
    if (
      own === undefined &&
      this.#pages.allowedOrigins.length === 0 &&
      resource.node.tryFindChild('ANY') === undefined
    )
      return;
    this.#settled.add(keyOf(resource));
    // CDK copies the methods of a {proxy+} below the root to the root.
    if (resource instanceof apigateway.ProxyResource && resource.parentResource?.path === '/')
      this.#settled.add(keyOf(resource.parentResource));
    if (own !== undefined) warnOfOwn(resource, own, headers);
    else this.#deployments.include(withSettings(this.#add(resource)), [this.#pages, ...SETTINGS]);
  }

  /** The same for a resource that this construct made: what the API's defaults have put there is ours, too. */
  allowOnOurs(resource: apigateway.IResource, headers = this.#headers): void {
    const byDefault = resource.node.tryFindChild('OPTIONS');
    if (byDefault instanceof apigateway.Method) this.#deployments.include(withSettings(byDefault), SETTINGS);
    this.allow(resource, headers);
  }

  #add(resource: apigateway.IResource): apigateway.Method {
    const { allowedOrigins, allowedHeaders } = this.#pages;
    if (allowedOrigins.length === 0) {
      return resource.addMethod('OPTIONS', new apigateway.MockIntegration(NO_CORS), {
        methodResponses: [{ statusCode: '204' }],
        // Overrides the default method options of the API.
        authorizationType: apigateway.AuthorizationType.NONE,
        apiKeyRequired: false,
      });
    }
    return resource.addCorsPreflight({
      allowOrigins: [...allowedOrigins],
      allowHeaders: distinctHeaders([...ALWAYS_ALLOWED, ...allowedHeaders]),
      maxAge: Duration.minutes(10),
    });
  }
}

function keyOf({ resourceId, stack }: apigateway.IResource): string {
  const named = namedBy(resourceId, stack);
  return named === undefined ? resourceId : `${named.element.node.addr} ${named.attribute}`;
}

/** What our OPTIONS always allow. */
const ALWAYS_ALLOWED = ['Authorization', 'Content-Type', GRANT_HEADER];

/** Requests to our open endpoints need no preflight. */
const OUR_HEADERS = ['Authorization', GRANT_HEADER];

/**
 * The answer of a mock is text, and so is the request that it reads. API Gateway otherwise takes both for binary data on
 * an API whose `binaryMediaTypes` match, and answers 500 (AWS: "Content type conversions in API
 * Gateway"; Serverless Land: "Disable Content-Type conversion in Mock integration").
 */
const AS_TEXT = apigateway.ContentHandling.CONVERT_TO_TEXT;

/**
 * A request of another type than JSON has no template here. It would reach the mock as it is, which fails over it with 500;
 * so it is answered with 415 (Amazon API Gateway: "Integration passthrough behaviors"). A preflight has no body and no type.
 */
const NO_OTHER_TYPE = apigateway.PassthroughBehavior.NEVER;

const SETTINGS = [AS_TEXT, NO_OTHER_TYPE];

/** CDK's addCorsPreflight has no options for them. One that is no mock, such as a proxy of the app's own, has none of them. */
function withSettings(method: apigateway.Method): apigateway.CfnMethod {
  const cfnMethod = cfnMethodOf(method);
  const { output, success } = v.safeParse(answering, renderedProperties(cfnMethod).Integration);
  if (!success) return cfnMethod;
  cfnMethod.addPropertyOverride('Integration.PassthroughBehavior', NO_OTHER_TYPE);
  cfnMethod.addPropertyOverride('Integration.ContentHandling', AS_TEXT);
  // An override beyond the list would make an object of it.
  for (const index of output.IntegrationResponses.keys())
    cfnMethod.addPropertyOverride(`Integration.IntegrationResponses.${index}.ContentHandling`, AS_TEXT);
  return cfnMethod;
}

const answering = v.object({
  Type: v.literal('MOCK'),
  IntegrationResponses: v.optional(v.array(v.unknown()), []),
});

function warnOfOwn(resource: apigateway.IResource, own: IConstruct, headers: readonly string[]): void {
  if (own instanceof apigateway.Method) warnOfBinary(resource, cfnMethodOf(own));
  const allowed = own instanceof apigateway.Method ? allowedHeadersOf(cfnMethodOf(own)) : [];
  const missing = headers.filter((header) => !allowed.includes(header.toLowerCase()));
  if (missing.length === 0) return;
  Annotations.of(resource).addWarningV2(
    'step-up-authorizer:preflight',
    `${resource.path} has an OPTIONS of its own: let it allow the headers ${missing.join(' and ')}.`,
  );
}

/** A preflight has no Content-Type, which API Gateway then takes for `application/json`. */
const READ_AS_BINARY = new Set(['*/*', 'application/*', 'application/json']);

const mock = v.object({ Type: v.literal('MOCK'), ContentHandling: v.optional(v.undefined()) });

function warnOfBinary({ api, path }: apigateway.IResource, own: apigateway.CfnMethod): void {
  const cfnApi = api.node.defaultChild;
  const types = cfnApi instanceof apigateway.CfnRestApi ? (cfnApi.binaryMediaTypes ?? []) : [];
  if (!types.some((type) => READ_AS_BINARY.has(type))) return;
  if (!v.is(mock, renderedProperties(own).Integration)) return;
  Annotations.of(own).addWarningV2(
    'step-up-authorizer:binary-preflight',
    `OPTIONS ${path} is a mock without contentHandling, and binaryMediaTypes of the API match: API Gateway answers 500, and ` +
      'browsers get no further. Set its Integration.ContentHandling to CONVERT_TO_TEXT.',
  );
}

const ALLOW_HEADERS = 'method.response.header.Access-Control-Allow-Headers';

/** The form that addCorsPreflight of CDK writes. */
const preflight = v.object({
  integrationResponses: v.array(v.object({ responseParameters: v.object({ [ALLOW_HEADERS]: v.string() }) })),
});

/** In lower case; empty if the OPTIONS has another form. */
function allowedHeadersOf(method: apigateway.CfnMethod): string[] {
  const { output, success } = v.safeParse(preflight, Stack.of(method).resolve(method.integration));
  const [first] = success ? output.integrationResponses : [];
  const headers = first?.responseParameters[ALLOW_HEADERS].replaceAll("'", '') ?? '';
  return headers.split(',').map((header) => header.trim().toLowerCase());
}

const NO_CORS: apigateway.IntegrationOptions = {
  requestTemplates: { 'application/json': '{ statusCode: 204 }' },
  integrationResponses: [{ statusCode: '204' }],
};
