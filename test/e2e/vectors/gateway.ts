/** Runs a case over HTTP: the local gateway, driven by the synthesized template, with a route for every case. */
import * as v from 'valibot';
import { createFunctions } from '../../../local/functions/functions.ts';
import { startGateway } from '../../../local/gateway/server.ts';
import { readTemplate } from '../../../local/template/template.ts';
import type { Template } from '../../../local/template/template.ts';
import { send } from '../../support/send.ts';
import { synthesizedOnce } from '../../support/stacks/synthesized-once.ts';
import type { VectorRunner } from '../../support/vectors/bundle.ts';
import { loggedDecision } from '../../support/vectors/log.ts';
import { withoutId } from '../../support/vectors/outcome.ts';
import type { VectorResponse } from '../../support/vectors/outcome.ts';
import type { VectorWorld } from '../../support/vectors/world.ts';
import { VECTORS } from '../../support/vectors/vectors.ts';

const served = v.object({
  acr: v.optional(v.string(), ''),
  authTime: v.optional(v.number()),
  openedBy: v.string(),
});

export async function gatewayRunner(world: VectorWorld): Promise<VectorRunner> {
  const log: string[] = [];
  const template = vectorTemplate(world);
  const functions = createFunctions(template, {
    environment: {},
    maxInstances: 1,
    onLog: (id, line) => {
      if (id.includes('Authorizer')) log.push(line);
    },
  });
  const gateway = await startGateway({ template, functions, port: 0 });
  const api = { apiId: template.api.id, stage: template.api.stages[0].name };
  return {
    run: async (vector) => {
      const { method, path, template: route, headers } = await world.prepare(vector, 'gateway', api);
      const { query } = vector.request;
      const search =
        query.length === 0
          ? ''
          : `?${new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString()}`;
      const answer = await send(method, `${gateway.url}${path}${search}`, headers);
      if (answer.status !== 200 && answer.status !== 401)
        throw new Error(`the gateway answers ${answer.status}: ${answer.text}`);
      const logged = await loggedDecision(log, `${method} ${route}`);
      return { ...logged, response: responseOf(method, answer) };
    },
    close: async () => {
      await gateway.close();
      functions.close();
    },
  };
}

/** The template of the example app, whose protected POST /payments stands for the route of each case. */
function vectorTemplate(world: VectorWorld): Template {
  const template = readTemplate(synthesizedOnce(world.trust));
  const model = template.api.methods.find(
    ({ httpMethod, resourcePath }) => httpMethod === 'POST' && resourcePath === '/payments',
  );
  if (model === undefined) throw new Error('the template has no POST /payments');
  const methods = VECTORS.map((vector) => {
    const { method, template: resourcePath } = world.place(vector, 'gateway');
    return { ...model, httpMethod: method, resourcePath };
  });
  return {
    ...template,
    api: { ...template.api, methods },
    functions: template.functions.map((one) => ({
      ...one,
      environment: { ...one.environment, ...world.environment },
    })),
  };
}

function responseOf(
  method: string,
  { status, challenge, body }: Awaited<ReturnType<typeof send>>,
): VectorResponse {
  if (status === 401) return { status, challenge, body: method === 'HEAD' ? undefined : withoutId(body) };
  if (status !== 200) throw new Error(`the gateway answers ${status}: ${JSON.stringify(body)}`);
  const { acr, authTime, openedBy } = v.parse(served, body);
  return { status, acr, authTime: String(authTime ?? ''), openedBy };
}
