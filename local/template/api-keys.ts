/** Reads the API keys of a template, and the stages that their usage plans open (AWS: "Usage plans and API keys"). */
import * as schema from './api-schema.ts';
import type { TemplateResources } from './resources.ts';

export interface ApiKey {
  readonly value: string;
  /** The stages that it is for. */
  readonly stages: readonly string[];
}

/** A key counts if it is enabled, and for the stages of its usage plans. */
export function apiKeysOf({ ofType, apiId }: TemplateResources): readonly ApiKey[] {
  const plans = new Map(
    ofType('AWS::ApiGateway::UsagePlan', schema.usagePlan).map(({ logicalId, properties }) => [
      logicalId,
      properties.ApiStages.filter(({ ApiId }) => ApiId === apiId).map(({ Stage }) => Stage),
    ]),
  );
  const members = ofType('AWS::ApiGateway::UsagePlanKey', schema.usagePlanKey);
  return ofType('AWS::ApiGateway::ApiKey', schema.apiKey)
    .filter(({ properties }) => properties.Enabled)
    .map(({ logicalId, properties }) => ({
      value: properties.Value,
      stages: members
        .filter((member) => member.properties.KeyId === logicalId)
        .flatMap((member) => plans.get(member.properties.UsagePlanId) ?? []),
    }));
}
