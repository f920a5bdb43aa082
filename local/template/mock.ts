/** Reads the integration of a mock method (AWS: "Set up mock integrations in API Gateway"). */
import { mappingOf } from '../../core/gateway/mapping.ts';
import { requireRenderable } from '../gateway/mapping-template.ts';
import { otherAllowedOrigins } from './cors.ts';
import type { MockProperties } from './api-schema.ts';

export interface MockIntegration {
  readonly kind: 'mock';
  /** By the Content-Type of the request: what they render names the status. */
  readonly requestTemplates: Readonly<Record<string, string>>;
  /** What becomes of a request whose type has no template. */
  readonly passthrough: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  /** Whether a request that is taken for binary data is made text. */
  readonly readsText: boolean;
  readonly responses: readonly MockResponse[];
}

export interface MockResponse {
  readonly statusCode: number;
  /** The statuses of the request template that it is for; undefined for the default. */
  readonly selectionPattern: string | undefined;
  /** Mappings by the name of the header. */
  readonly headers: Readonly<Record<string, string>>;
  /** By media type. */
  readonly bodyTemplates: Readonly<Record<string, string>>;
  /** Other allowed origins. A request from one of them is answered with its own origin instead of the one in `headers`. */
  readonly otherOrigins: readonly string[];
  readonly writesText: boolean;
}

/** Throws for a template or a mapping that the local gateway cannot fill. */
export function mockOf(properties: MockProperties): MockIntegration {
  for (const template of Object.values(properties.RequestTemplates)) requireRenderable(template);
  return {
    kind: 'mock',
    requestTemplates: properties.RequestTemplates,
    passthrough: properties.PassthroughBehavior,
    readsText: properties.ContentHandling === 'CONVERT_TO_TEXT',
    responses: properties.IntegrationResponses.map(responseOf),
  };
}

function responseOf(properties: MockProperties['IntegrationResponses'][number]): MockResponse {
  const templates = Object.entries(properties.ResponseTemplates);
  const vtl = templates.map(([, template]) => template).find((template) => template.includes('#set('));
  const bodyTemplates = Object.fromEntries(templates.filter(([, template]) => template !== vtl));
  for (const template of Object.values(bodyTemplates)) requireRenderable(template);
  return {
    statusCode: Number(properties.StatusCode),
    selectionPattern: properties.SelectionPattern === '' ? undefined : properties.SelectionPattern,
    headers: Object.fromEntries(Object.entries(properties.ResponseParameters).map(headerOf)),
    bodyTemplates,
    otherOrigins: otherAllowedOrigins(vtl ?? ''),
    writesText: properties.ContentHandling === 'CONVERT_TO_TEXT',
  };
}

const TARGET = /^method\.response\.header\.(.+)$/;

function headerOf([target, source]: [string, string]): [string, string] {
  const name = TARGET.exec(target)?.[1];
  const mapping = mappingOf(source);
  if (name === undefined || mapping === undefined || mapping.kind === 'parameter') {
    throw new Error(
      `the local run does not map ${source} to ${target}: a mock maps a 'literal', context.… or stageVariables.… to ` +
        'method.response.header.…',
    );
  }
  return [name, source];
}
