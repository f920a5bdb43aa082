/** Asks the user's own provider through the console's server: that provider need not let this page call it (CORS). */
import type { ProviderAnswer } from '../../wire/sign-in.ts';
import { ask } from '../shell/server.ts';

/** Discovery and the token endpoint are all that the client asks for. */
export const providerFetch: typeof fetch = async (_, init) => {
  const { method, body } = init ?? {};
  if (method !== 'POST') return answered({ status: 200, type: JSON_TYPE, body: await metadata() });
  return answered(await ask('POST /api/provider/token', { form: await new Response(body ?? null).text() }));
};

const JSON_TYPE = 'application/json';

async function metadata(): Promise<string> {
  return JSON.stringify(await ask('GET /api/provider', {}));
}

function answered({ status, type, body }: ProviderAnswer): Response {
  return new Response(body, { status, headers: { 'content-type': type } });
}
