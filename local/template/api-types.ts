/** The types of resources that an API has. One that could change its answers, and that nothing here reads, is refused. */
import * as v from 'valibot';
import { API_SCHEMAS, WITHOUT_EFFECT } from './api-schema.ts';
import type { TemplateResources } from './resources.ts';

const KNOWN = new Set([...Object.keys(API_SCHEMAS), ...WITHOUT_EFFECT]);

/** Throws for a second API, and for a resource of API Gateway of another type or with a property that is not known. */
export function requireKnownTypes({ types, ofType, apiId }: TemplateResources): void {
  const apis = types.filter(({ type }) => type === 'AWS::ApiGateway::RestApi');
  if (apis.length > 1) {
    const ids = apis.map(({ logicalId }) => logicalId).join(' and ');
    throw new Error(
      `the local run runs one REST API, and the template has ${ids}: put the others into stacks of their own`,
    );
  }
  for (const { logicalId, type } of types) {
    if (type.startsWith('AWS::ApiGateway::') && !KNOWN.has(type))
      throw new Error(`the local run cannot use ${logicalId}: it does not imitate ${type}`);
  }
  // Each is checked, also one that nothing refers to.
  for (const [type, schema] of Object.entries(API_SCHEMAS)) ofType(type, schema);
  const mapping = ofType('AWS::ApiGatewayV2::ApiMapping', v.object({ ApiId: v.string() })).find(
    // An HTTP API of the stack is not run.
    ({ properties }) => properties.ApiId === apiId,
  );
  if (mapping === undefined) return;
  throw new Error(
    `the local run cannot use ${mapping.logicalId}: it does not imitate AWS::ApiGatewayV2::ApiMapping. Map the domain with ` +
      'a base path of one segment at the most',
  );
}
