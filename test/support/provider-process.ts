/** The local OpenID provider in a process of its own, for tests (jest runs CommonJS, oidc-provider is an ES module). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { OpenIdProvider, OpenIdProviderOptions } from '../../local/openid-provider.ts';

const User = v.object({ username: v.string(), password: v.string(), oneTimeCode: v.string() });

const Provider = v.object({
  issuer: v.string(),
  jwksUri: v.string(),
  clientId: v.string(),
  otherClientId: v.string(),
  machineClient: v.object({ clientId: v.string(), clientSecret: v.string() }),
  testUser: User,
  otherUser: User,
});

/** A provider, and what its process has written to stderr: nothing, when all is well. */
export interface ProviderProcess extends OpenIdProvider {
  readonly complaints: () => string;
}

/**
 * Starts a provider as `startOpenIdProvider` does, on a free port unless told otherwise.
 * @throws Error with what the process said, when it does not start
 */
export async function startProviderProcess(
  options: Omit<OpenIdProviderOptions, 'port'> & { readonly port?: number },
): Promise<ProviderProcess> {
  const main = join(import.meta.dirname, 'provider-main.ts');
  const child = spawn(process.execPath, ['--no-warnings', main, JSON.stringify({ port: 0, ...options })], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const ended = once(child, 'close');
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => Promise.reject(new Error(`the provider did not start: ${complaints}`))),
  ]);
  return {
    ...v.parse(Provider, JSON.parse(String(line))),
    complaints: () => complaints,
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
