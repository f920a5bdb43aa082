/** The smallest resources of a REST API that the local run reads, to try one property at a time. */
import { AUTHORIZER, method, read, resource, ROOT } from '../../support/gateway/template.ts';

/** A resource of each type that the local run reads, as small as it may be. */
export const SMALLEST: Readonly<Record<string, object>> = {
  'AWS::ApiGateway::RestApi': { Name: 'api' },
  'AWS::ApiGateway::Resource': resource('a', ROOT).Properties,
  'AWS::ApiGateway::Authorizer': AUTHORIZER.Properties,
  'AWS::ApiGateway::Method': method(ROOT, {}).Properties,
  'AWS::ApiGateway::RequestValidator': {},
  'AWS::ApiGateway::ApiKey': { Value: 'key', Enabled: true },
  'AWS::ApiGateway::UsagePlan': {},
  'AWS::ApiGateway::UsagePlanKey': { KeyId: 'Key', UsagePlanId: 'Plan' },
  'AWS::ApiGateway::GatewayResponse': { ResponseType: 'THROTTLED' },
  'AWS::ApiGateway::Stage': { StageName: 'v2' },
  'AWS::ApiGateway::Deployment': {},
  'AWS::ApiGateway::DomainName': { DomainName: 'api.example.com' },
  'AWS::ApiGateway::BasePathMapping': { DomainName: 'api.example.com', Stage: 'v1' },
};

/** Reads a template with such a resource. The API of the template is replaced. */
export function readWith(type: string, properties: object) {
  const logicalId = type === 'AWS::ApiGateway::RestApi' ? 'Api' : 'Under';
  return read({ [logicalId]: { Type: type, Properties: { ...SMALLEST[type], ...properties } } });
}
