/** A built bundle, as the function of a template that the local run takes. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTION_TIMEOUT } from '../../../core/contract.ts';
import type { BUNDLES } from '../../../core/contract.ts';
import type { FunctionResource } from '../../../local/template/template.ts';
import { makeTrustFolder } from './trust-folder.ts';

type Bundle = (typeof BUNDLES)[keyof typeof BUNDLES];

/** The folder that `npm run build` makes for a bundle. */
function bundleFolder(bundle: Bundle): string {
  return join(import.meta.dirname, '..', '..', '..', 'dist', 'lambda', bundle);
}

/** A folder with the code of a bundle, and a trust config beside it. */
export function folderWithTrust(bundle: Bundle, trust: object): string {
  const parent = mkdtempSync(join(tmpdir(), 'step-up-code-'));
  return makeTrustFolder(join(parent, bundle), bundleFolder(bundle), JSON.stringify(trust));
}

/**
 * The function of a bundle, with the bundle's name for its id, and the time that the authorizer has. `trust` is for those
 * that read the trust config.
 */
export function builtFunction(
  bundle: Bundle,
  environment: Readonly<Record<string, string>>,
  trust?: object,
): FunctionResource {
  return {
    logicalId: bundle,
    folder: trust === undefined ? bundleFolder(bundle) : folderWithTrust(bundle, trust),
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    timeout: FUNCTION_TIMEOUT,
    memorySize: 512,
    environment,
  };
}
