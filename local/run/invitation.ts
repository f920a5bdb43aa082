/** What the user can try on a stack that is up: commands for a second terminal. */
import type { LocalStack } from '../stack.ts';

/** The text that `npm start` ends with. */
export function invitation({ apiUrl, provider, template, dynamodb, acr }: LocalStack): string {
  const { port } = new URL(apiUrl);
  const { testUser, issuer, clientId } = provider;
  const [weakest = '', stronger = weakest] = acr;
  const policyTable = template.tables.find(({ name }) => name.includes('Policy'))?.name ?? '';
  return `
Try it yourself, in a second terminal in this folder. The provider is ${issuer}; its user is ${testUser.username} / ${testUser.password}, one-time code ${testUser.oneTimeCode}; client ${clientId}.

  curl -i ${apiUrl}/accounts
  TOKEN=$(npm run --silent token -- --port ${port})
  curl -i -X POST ${apiUrl}/payments -H "Authorization: Bearer $TOKEN"
  ELEVATED=$(npm run --silent token -- --port ${port} --acr "${stronger}")
  curl -s ${apiUrl}/step-up/token -d subject_token="$ELEVATED" \\
    -d grant_type=urn:ietf:params:oauth:grant-type:token-exchange \\
    -d subject_token_type=urn:ietf:params:oauth:token-type:access_token \\
    -d resource=${encodeURIComponent(`${apiUrl}/step-up/requirements/POST/payments`)}
  curl -i -X POST ${apiUrl}/payments -H "Authorization: Bearer $TOKEN" -H "Step-Up-Grant: <access_token of that answer>"

Policies are in the table ${policyTable} at ${dynamodb.endpoint}. To change one, or to see why a request is refused:

  npm run --silent step-up -- policy list
  npm run --silent step-up -- explain POST /payments --token "$TOKEN"

Ctrl-C stops everything.`;
}
