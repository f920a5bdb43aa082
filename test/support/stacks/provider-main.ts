/** Runs a provider as a process of its own, since oidc-provider is an ES module: `node provider-main.ts OPTIONS`. */
import * as v from 'valibot';
import { startOpenIdProvider } from '../../../local/openid-provider.ts';

const Options = v.object({
  port: v.number(),
  acr: v.array(v.string()),
  audience: v.union([v.string(), v.tupleWithRest([v.string()], v.string())]),
  redirectUris: v.array(v.string()),
  corsOrigins: v.exactOptional(v.array(v.string())),
  apiScopes: v.exactOptional(v.array(v.string())),
  accessTokenLifetime: v.exactOptional(v.number()),
  ignoresAcrValues: v.exactOptional(v.boolean()),
  certificate: v.exactOptional(v.object({ key: v.string(), cert: v.string() })),
  algorithm: v.exactOptional(v.picklist(['ES256', 'RS256', 'EdDSA'])),
});

const provider = await startOpenIdProvider(v.parse(Options, JSON.parse(process.argv[2] ?? '{}')));
console.log(JSON.stringify(provider));

// The end of the test process closes our input.
process.stdin.resume();
process.stdin.on('close', () => process.exit());
