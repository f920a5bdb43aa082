/** Runs a provider as a process of its own, since oidc-provider is an ES module: `node provider-main.ts OPTIONS`. */
import { startOpenIdProvider } from '../../local/openid-provider.ts';

const provider = await startOpenIdProvider(JSON.parse(process.argv[2] ?? '{}'));
console.log(JSON.stringify(provider));

// The end of the test process closes our input.
process.stdin.resume();
process.stdin.on('close', () => process.exit());
