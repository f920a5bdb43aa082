/** What the user can try on a stack that is up: commands for a second terminal. */
import type { OpenIdProvider } from '../openid-provider.ts';
import type { LocalStack } from '../stack.ts';
import type { RunUsers } from './users.ts';
import type { YourProvider } from './your-provider.ts';

/** The text that `npm start` ends with. */
export function invitation(stack: LocalStack, users: RunUsers): string {
  const { template, dynamodb } = stack;
  const policyTable = template.tables.find(({ name }) => name.includes('Policy'))?.name ?? '';
  return `
Try it yourself, in a second terminal in this folder. ${users.at === 'local provider' ? atTheLocalProvider(stack, users.provider) : atYours(stack, users.provider)}

Policies are in the table ${policyTable} at ${dynamodb.endpoint}. To change one, or to see why a request is refused:

  npm run --silent step-up -- policy list
  npm run --silent step-up -- explain POST /payments --token "$TOKEN"

Ctrl-C stops everything.`;
}

function atTheLocalProvider({ apiUrl, acr }: LocalStack, provider: OpenIdProvider): string {
  const { port } = new URL(apiUrl);
  const { testUser, issuer, clientId } = provider;
  const [weakest = '', stronger = weakest] = acr;
  return `The provider is ${issuer}; its user is ${testUser.username} / ${testUser.password}, one-time code ${testUser.oneTimeCode}; client ${clientId}.

  curl -i ${apiUrl}/accounts
  TOKEN=$(npm run --silent token -- --port ${port})
  curl -i -X POST ${apiUrl}/payments -H "Authorization: Bearer $TOKEN"
  ELEVATED=$(npm run --silent token -- --port ${port} --acr "${stronger}")
${exchange(apiUrl)}`;
}

/** `npm run token` fills in the pages of the local provider alone. */
function atYours({ apiUrl }: LocalStack, { issuer, clientId }: YourProvider): string {
  return `TOKEN is an access token of ${issuer}, of the client ${clientId} or another that may come; ELEVATED is one of a sign-in as the challenge asks.

  curl -i ${apiUrl}/accounts
  curl -i -X POST ${apiUrl}/payments -H "Authorization: Bearer $TOKEN"
${exchange(apiUrl)}`;
}

function exchange(apiUrl: string): string {
  return `  curl -s ${apiUrl}/step-up/token -d subject_token="$ELEVATED" \\
    -d grant_type=urn:ietf:params:oauth:grant-type:token-exchange \\
    -d subject_token_type=urn:ietf:params:oauth:token-type:access_token \\
    -d resource=${encodeURIComponent(`${apiUrl}/step-up/requirements/POST/payments`)}
  curl -i -X POST ${apiUrl}/payments -H "Authorization: Bearer $TOKEN" -H "Step-Up-Grant: <access_token of that answer>"`;
}
