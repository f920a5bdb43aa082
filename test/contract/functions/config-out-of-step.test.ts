/**
 * CloudFormation updates a function by two calls of Lambda, one for the code and one for the environment. In between, the
 * file with the trust config, which is part of the code, and its values in the environment are of two deployments.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLES, ENDPOINTS } from '../../../core/contract.ts';
import { createFunctions } from '../../../local/functions/functions.ts';
import { startGateway } from '../../../local/gateway/server.ts';
import { readTemplate } from '../../../local/template/template.ts';
import { builtFunction } from '../../support/functions/built-function.ts';
import { startFunctionWorld } from '../../support/functions/function-world.ts';
import type { FunctionWorld } from '../../support/functions/function-world.ts';
import { makeTrustFolder } from '../../support/functions/trust-folder.ts';
import { FORM } from '../../support/exchange-form.ts';
import { send } from '../../support/send.ts';
import { TRUST } from '../../support/stacks/synth.ts';
import { synthesizedOnce } from '../../support/stacks/synthesized-once.ts';
import { bearerOf } from '../../support/tokens/ordinary-tokens.ts';

let world: FunctionWorld;
beforeAll(async () => {
  world = await startFunctionWorld({ acr: TRUST.acr }, [{ route: 'GET /accounts' }]);
});
afterAll(() => world.close());

/** The parts of the issuer's URL that the environment has: its port, as if it were the id of a user pool. */
const [NEW, OLD] = ['0123456789ab', 'ba9876543210'];

/** The code of a function with this file beside it. */
function codeWith(bundle: Parameters<typeof builtFunction>[0], file: string | undefined): string {
  const { folder } = builtFunction(bundle, {});
  if (file === undefined) return folder;
  return makeTrustFolder(join(mkdtempSync(join(tmpdir(), 'step-up-code-')), 'code'), folder, file);
}

/** Calls GET /accounts of the example, and its exchange, whose functions have this file and these values. */
async function call(file: string | undefined, values: object | undefined) {
  const folders: readonly [part: string, folder: string][] = [
    ['StepUpAuthorizer', codeWith(BUNDLES.authorizer, file)],
    ['StepUpTokenExchange', codeWith(BUNDLES.tokenExchange, file)],
  ];
  const template = readTemplate(synthesizedOnce({ ...TRUST }));
  const log: string[] = [];
  const functions = createFunctions(
    {
      ...template,
      functions: template.functions.map((one) => {
        const folder = folders.find(([part]) => one.logicalId.startsWith(part))?.[1];
        const environment = { ...one.environment, ...world.environment, ...values };
        return folder === undefined ? one : { ...one, folder, environment };
      }),
    },
    { environment: world.time.environment, maxInstances: 1, onLog: (_, line) => log.push(line) },
  );
  const gateway = await startGateway({ template, functions, port: 0 });
  const answer = await send('GET', `${gateway.url}/accounts`, bearerOf(await world.issuer.sign()));
  const exchange = await send('POST', `${gateway.url}${ENDPOINTS.token}`, [['Content-Type', FORM]], '');
  await gateway.close();
  functions.close();
  return { ...answer, exchange: exchange.status, log: log.join('\n') };
}

/** The trust config without the port of the issuer. */
function fileWithout(key: string): string {
  const { port } = new URL(world.issuer.issuer);
  return JSON.stringify(world.trustWith()).replace(port, `\n${key}\n`);
}

const valuesOf = (key: string) => ({ [`TRUST_VALUE_${key}`]: new URL(world.issuer.issuer).port });

test('a file and the values of its deployment are the config', async () => {
  // The exchange refuses an empty form.
  expect(await call(fileWithout(NEW), valuesOf(NEW))).toMatchObject({ status: 200, exchange: 400 });
});

test('a file that needs no values takes no notice of those of another deployment', async () => {
  expect((await call(JSON.stringify(world.trustWith()), undefined)).status).toBe(200);
  expect((await call(JSON.stringify(world.trustWith()), valuesOf(OLD))).status).toBe(200);
});

test('a file whose values are not there yet opens nothing and grants nothing, and the log says why', async () => {
  for (const values of [undefined, valuesOf(OLD)]) {
    const { status, exchange, headers, log } = await call(fileWithout(NEW), values);
    expect([status, exchange]).toEqual([503, 502]);
    expect(headers).toMatchObject({ 'retry-after': '5' });
    expect(log).toContain(
      `The environment of this function is not usable: trustConfig.value ${NEW} is not in the environment: code and environment are of two deployments`,
    );
  }
});

test('code without the file opens nothing either', async () => {
  const { status, log } = await call(undefined, undefined);
  expect(status).toBe(503);
  expect(log).toContain('there is no trust-config.txt beside the code');
});
