/** How API Gateway hands a path over to the functions: as it was sent, or decoded. */
import * as v from 'valibot';
import { metadataUrl, requirementsUrl } from '../../core/answer/urls.ts';
import type { Check } from './check.ts';
import { expectEqual } from './expect.ts';
import type { Route } from './requests.ts';

/**
 * Rules and metadata read the path that was sent. If it came decoded, `a%2Cb` and `a,b` would be the same resource
 * (RFC 9728 §3.3).
 */
export function sentPathCheck(base: string, { path }: Route): Check {
  return {
    name: 'a path arrives as it was sent, with its percent-encoding',
    run: async () => {
      const sent = `${path}/a%2Cb`;
      const response = await fetch(metadataUrl(base, sent) ?? '');
      expectEqual('status', response.status, 200);
      const { resource } = v.parse(v.object({ resource: v.string() }), await response.json());
      expectEqual('resource', resource, `${base}${sent}`);
    },
  };
}

/** The functions take path parameters in both forms. The note says which API Gateway sends. */
export function parameterCheck(base: string, { method, path }: Route, token: string): Check {
  const statusOf = async (percent: '%' | '%25') => {
    const headers = { Authorization: `Bearer ${token}` };
    return (await fetch(`${requirementsUrl(base)}${method}${withEncodedLetter(path, percent)}`, { headers }))
      .status;
  };
  return {
    name: 'an encoded path parameter is read',
    run: async (note) => {
      expectEqual('status', await statusOf('%'), 200);
      // Encoded twice, it names the route only where one encoding is taken off on the way.
      const status = await statusOf('%25');
      if (status !== 200) expectEqual('status of a template that is encoded twice', status, 404);
      note(status === 200 ? 'API Gateway decodes it' : 'API Gateway hands it over as it was sent');
    },
  };
}

/** The path with its first letter or digit encoded, once, or twice with `%25`. */
export function withEncodedLetter(path: string, percent: '%' | '%25'): string {
  return path.replace(
    /[A-Za-z0-9]/,
    (character) => `${percent}${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
