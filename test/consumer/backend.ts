/** The function behind the authorizer: what it knows of the caller comes from the verified claims. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { verifiedClaims } from 'step-up-authorizer/backend';

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const { subject, scopes, acr, openedBy } = verifiedClaims(event);
  const answer = { subject, scopes, acr, openedBy, received: event.body };
  return { statusCode: 200, body: JSON.stringify(answer) };
}
