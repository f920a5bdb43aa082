/** A rate limit of AWS WAF before the exchange and the requirement resource: its rule, and a web ACL that has it. */
import { Names } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { ENDPOINTS } from '../../core/contract.ts';
import { SetupError } from '../setup-error.ts';

export interface RateLimit {
  /**
   * Requests to both endpoints that one IP address may make in five minutes, the OPTIONS of browsers among them: a whole
   * number from 10 to 2,000,000,000 (AWS WAF: "Rate-based rule high-level settings"). WAF keeps near it, not exactly to it.
   */
  readonly requestsPerFiveMinutes: number;
}

export interface RateRuleProps extends RateLimit {
  /** The place of the rule among those of your web ACL, the lowest first. */
  readonly priority: number;
}

/** In seconds. WAF counts the requests of this time: an address that makes none in it is let through again. */
const WINDOW = 300;
const [FEWEST, MOST] = [10, 2_000_000_000];

/** What both endpoints have in their path, and no other resource of ours. */
const PREFIX = ENDPOINTS.token.slice(0, ENDPOINTS.token.lastIndexOf('/') + 1);

const NAME = 'StepUpRateLimit';

/** Samples hold the headers of requests, and with them tokens and grants. */
const METRICS_ALONE = { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };

/**
 * The rule for a web ACL that your stage has already: a stage has at most one. It counts by IP address, and answers what
 * is over the limit with 429 and Retry-After, in seconds. Throws a SetupError for a number that WAF does not take.
 */
export function stepUpRateRule({
  requestsPerFiveMinutes: limit,
  priority,
}: RateRuleProps): wafv2.CfnWebACL.RuleProperty {
  if (!Number.isInteger(limit) || limit < FEWEST || limit > MOST)
    throw new SetupError(
      `requestsPerFiveMinutes is ${limit}: give a whole number from ${FEWEST} to ${MOST}, which AWS WAF takes.`,
    );
  return {
    name: NAME,
    priority,
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        evaluationWindowSec: WINDOW,
        limit,
        scopeDownStatement: { byteMatchStatement: OUR_ENDPOINTS },
      },
    },
    action: { block: { customResponse: REFUSAL } },
    visibilityConfig: { ...METRICS_ALONE, metricName: NAME },
  };
}

/**
 * WAF inspects the path as it was sent, with the stage or base path before it (AWS WAF: "Log examples"). Decoded and in
 * lower case it is a match in more spellings than API Gateway routes here. It is not normalized: a decoded `..` in the
 * path of a requirement would take the prefix away.
 */
const OUR_ENDPOINTS: wafv2.CfnWebACL.ByteMatchStatementProperty = {
  fieldToMatch: { uriPath: {} },
  positionalConstraint: 'CONTAINS',
  searchString: PREFIX,
  textTransformations: [
    { priority: 0, type: 'URL_DECODE' },
    { priority: 1, type: 'LOWERCASE' },
  ],
};

/** It takes the place of a gateway response, and has no body: pages of every origin may know that they are to wait. */
const REFUSAL: wafv2.CfnWebACL.CustomResponseProperty = {
  responseCode: 429,
  responseHeaders: [
    { name: 'Retry-After', value: String(WINDOW) },
    { name: 'Access-Control-Allow-Origin', value: '*' },
    { name: 'Access-Control-Expose-Headers', value: 'Retry-After' },
  ],
};

/** A web ACL that has this rule alone, before these stages. The requests to all of them count together. */
export class RateLimitedStages extends Construct {
  constructor(scope: Construct, id: string, stages: readonly apigateway.Stage[], limit: RateLimit) {
    super(scope, id);
    const { attrArn: webAclArn } = new wafv2.CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: [stepUpRateRule({ ...limit, priority: 0 })],
      visibilityConfig: { ...METRICS_ALONE, metricName: Names.uniqueResourceName(this, { maxLength: 128 }) },
    });
    for (const [index, { stageArn: resourceArn }] of stages.entries())
      new wafv2.CfnWebACLAssociation(this, `Association${index}`, { resourceArn, webAclArn });
  }
}
