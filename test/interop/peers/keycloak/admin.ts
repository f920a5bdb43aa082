/** Keycloak's admin API, as the administrator of the master realm. */
import * as v from 'valibot';
import type { KeycloakServer } from './server.ts';

export interface Admin {
  readonly post: (path: string, body: object) => Promise<void>;
  readonly put: (path: string, body: object) => Promise<void>;
  readonly get: (path: string) => Promise<unknown>;
  readonly remove: (path: string) => Promise<void>;
}

const tokens = v.object({ access_token: v.string() });

/** Each call signs in anew: the token of an administrator is good for a minute. Rejects with what an answer without success says. */
export function adminOf({ url, administrator }: Pick<KeycloakServer, 'url' | 'administrator'>): Admin {
  const token = async () => {
    const body = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...administrator });
    const answer = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body,
    });
    return v.parse(tokens, await answer.json()).access_token;
  };
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${url}/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text;
  };
  return {
    post: async (path, body) => {
      await call('POST', path, body);
    },
    put: async (path, body) => {
      await call('PUT', path, body);
    },
    get: async (path) => {
      const body: unknown = JSON.parse(await call('GET', path));
      return body;
    },
    remove: async (path) => {
      await call('DELETE', path);
    },
  };
}
