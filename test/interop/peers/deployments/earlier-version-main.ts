/** Makes earlier-version.json.br anew: `node test/interop/peers/deployments/earlier-version-main.ts`, in a build of that version. */
import { App } from 'aws-cdk-lib';
import { newOutdir } from '../../../support/stacks/synth.ts';
import { shopWith } from './apps/changing-shop.ts';
import { trustIn } from './apps/trust.ts';
import { EARLIER_VERSION, ISSUER_TO_COME, packAssembly } from './earlier-version.ts';
import { UPGRADED } from './upgrade.ts';

const outdir = newOutdir();
const app = new App({ outdir, analyticsReporting: false, autoSynth: false, treeMetadata: false });
shopWith({ stackName: UPGRADED })(app, trustIn(ISSUER_TO_COME));
app.synth();
packAssembly(outdir, EARLIER_VERSION);
