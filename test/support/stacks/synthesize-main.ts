/** Synthesizes the app of this repository: `node synthesize-main.ts FOLDER`, with the trust config on stdin. */
import { text } from 'node:stream/consumers';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import { createApp } from '../../../lib/example/app.ts';

const trust = parseTrustConfig(JSON.parse(await text(process.stdin)), { allowLoopbackIssuers: true });
if (!trust.ok) throw new Error(JSON.stringify(trust.error));
createApp({ trust: trust.value, outdir: process.argv[2] ?? '', allowLoopbackIssuers: true }).synth();
