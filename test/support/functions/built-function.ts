/** A built bundle, as the function of a template that the local run takes. */
import { join } from 'node:path';
import { FUNCTION_TIMEOUT } from '../../../core/contract.ts';
import type { BUNDLES } from '../../../core/contract.ts';
import type { FunctionResource } from '../../../local/template/template.ts';

type Bundle = (typeof BUNDLES)[keyof typeof BUNDLES];

/** The folder that `npm run build` makes for a bundle. */
export function bundleFolder(bundle: Bundle): string {
  return join(import.meta.dirname, '..', '..', '..', 'dist', 'lambda', bundle);
}

/** The function of a bundle, with the bundle's name for its id, and the time that the authorizer has. */
export function builtFunction(
  bundle: Bundle,
  environment: Readonly<Record<string, string>>,
): FunctionResource {
  return {
    logicalId: bundle,
    folder: bundleFolder(bundle),
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    timeout: FUNCTION_TIMEOUT,
    memorySize: 512,
    environment,
  };
}
