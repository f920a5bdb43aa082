/** The stack of this repository, synthesized. */
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import { createApp, STACK_NAME } from '../../../lib/example/app.ts';
import { StepUpStack } from '../../../lib/example/stack.ts';
import { newOutdir, synthesizedResources, TRUST } from './synth.ts';
import type { Resources } from './synth.ts';

/** Its resources; `fields` replace those of the trust config of the tests. */
export function exampleResources(fields: object = {}): Resources {
  const parsed = parseTrustConfig({ ...TRUST, ...fields });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const app = createApp({ trust: parsed.value, outdir: newOutdir() });
  const stack = app.node.findChild(STACK_NAME);
  if (!(stack instanceof StepUpStack)) throw new Error('no stack');
  return synthesizedResources(app, stack);
}
