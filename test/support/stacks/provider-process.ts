/** The local OpenID provider in a process of its own. */
import * as v from 'valibot';
import type { OpenIdProvider, OpenIdProviderOptions } from '../../../local/openid-provider.ts';
import { startChild } from '../child.ts';
import type { Child } from '../child.ts';

const user = v.object({ username: v.string(), password: v.string(), oneTimeCode: v.string() });

export const providerOffer = v.object({
  issuer: v.string(),
  jwksUri: v.string(),
  clientId: v.string(),
  otherClientId: v.string(),
  machineClient: v.object({ clientId: v.string(), clientSecret: v.string() }),
  testUser: user,
  otherUser: user,
});

export type ProviderProcess = OpenIdProvider & Pick<Child, 'complaints' | 'time'>;

/** Starts a provider as `startOpenIdProvider` does, on a free port unless told otherwise. */
export async function startProviderProcess(
  options: Omit<OpenIdProviderOptions, 'port'> & { readonly port?: number },
): Promise<ProviderProcess> {
  const { offer, ...child } = await startChild('stacks/provider-main.ts', { port: 0, ...options });
  return { ...v.parse(providerOffer, offer), ...child };
}
