/** The stage of a REST API, with all its properties (AWS: CloudFormation template reference). */
import * as v from 'valibot';
import { VERBS } from '../../core/gateway/match.ts';
import { known, OFF, only } from './known-properties.ts';

const texts = v.record(v.string(), v.string());

/** What a method writes into logs and metrics has no effect on its answers. */
const OBSERVED = ['LoggingLevel', 'DataTraceEnabled', 'MetricsEnabled'];

const limit = v.optional(v.pipe(v.number(), v.minValue(0, 'the local run imitates no negative limit')));

export const methodSettings = known(
  {
    HttpMethod: only('*', 'ANY', ...VERBS),
    ResourcePath: v.pipe(
      v.string(),
      v.regex(/^\/(?:\*|(?:~1[^/]*)?)$/, 'write /* for all resources, / for the root, and /~1a~1b for /a/b'),
    ),
    ThrottlingRateLimit: limit,
    ThrottlingBurstLimit: limit,
    CachingEnabled: OFF,
  },
  [...OBSERVED, 'CacheTtlInSeconds', 'CacheDataEncrypted'],
);

export type MethodSettings = v.InferOutput<typeof methodSettings>;

export const accessLog = known({ Format: v.optional(v.string(), '') }, ['DestinationArn']);

export const stage = known(
  {
    StageName: v.string(),
    Variables: v.optional(texts, {}),
    AccessLogSetting: v.optional(accessLog),
    MethodSettings: v.optional(v.array(methodSettings), []),
    CacheClusterEnabled: OFF,
  },
  // The template has one deployment for all stages. A client certificate is for backends over HTTP.
  [
    'RestApiId',
    'Description',
    'Tags',
    'DeploymentId',
    'ClientCertificateId',
    'DocumentationVersion',
    'TracingEnabled',
    'CacheClusterSize',
  ],
);
