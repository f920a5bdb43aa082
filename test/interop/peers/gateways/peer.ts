/** The local gateway beside MiniStack's API Gateway: the same app, the same requests, the same answers, or a known difference. */
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { messageOf } from '../../../../core/error-text.ts';
import { readTemplate } from '../../../../local/template/template.ts';
import { startGatewayWith } from '../../../support/gateway/parts.ts';
import type { RunningGateway } from '../../../support/gateway/parts.ts';
import { send } from '../../../support/send.ts';
import type { HttpAnswer } from '../../../support/send.ts';
import { installMiniStack, MINISTACK } from '../../ministack/server.ts';
import type { Peer, Report } from '../../peer.ts';
import { startCloud } from '../deployments/cloud.ts';
import type { Cloud } from '../deployments/cloud.ts';
import { reachBy } from '../deployments/reach.ts';
import type { Reach } from '../deployments/reach.ts';
import { STACK, synthesizeGateways } from './app.ts';
import { REQUESTS } from './requests.ts';
import type { Asked } from './requests.ts';

let cloud: Cloud | undefined;
let local: RunningGateway | undefined;

export const gateways: Peer = {
  name: 'gateways',
  version: `ministack ${MINISTACK.version}`,
  does: 'sends the same requests to the local gateway and to the same API in MiniStack',
  limit: 600,
  install: installMiniStack,
  start: async (step) => {
    cloud = await startCloud(step);
  },
  test: async (report) => {
    if (cloud === undefined) throw new Error('the account is not started');
    const assembly = synthesizeGateways();
    const { problem, outputs } = await cloud.deploy(assembly);
    report.check({ name: 'cdk deploy', problem });
    local = await startGatewayWith(readTemplate(join(assembly, `${STACK}.template.json`)));
    const theirs = outputs[STACK]?.ApiUrl ?? '';
    const both: Both = {
      ours: reaching(send, local.url),
      theirs: reaching(reachBy(cloud.url), theirs),
    };
    for (const request of REQUESTS) await compare(request, both, report);
  },
  stop: async () => {
    await Promise.all([cloud?.stop(), local?.close()]);
  },
};

type Ask = (request: Asked) => Promise<Compared>;

interface Both {
  readonly ours: Ask;
  readonly theirs: Ask;
}

type Compared = ReturnType<typeof compared>;

const KEPT = [
  'content-type',
  'x-amzn-errortype',
  'x-which',
  'x-test',
  'x-bool',
  'x-multi',
  'x-literal',
  'x-absent',
  'x-sent',
  'x-amzn-remapped-www-authenticate',
  'www-authenticate',
];

/** What has to be alike. The rest of the headers, such as ids and dates, differs with each request. */
function compared({ status, headers, text, body }: HttpAnswer) {
  return {
    status,
    headers: Object.fromEntries(
      KEPT.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
    ),
    body: body ?? text,
  };
}

function reaching(reach: Reach, url: string): Ask {
  const { origin } = new URL(url);
  return async ({ method, path, headers, body }) =>
    compared(await reach(method, `${origin}${path}`, headers, body));
}

/** A difference that is known fails where there is none: then it goes. */
async function compare(request: Asked, { ours, theirs }: Both, report: Report): Promise<void> {
  const { name, differs } = request;
  try {
    const [our, their] = [await ours(request), await theirs(request)];
    const alike = isDeepStrictEqual(our, their);
    const answers = `ours:   ${JSON.stringify(our)}\ntheirs: ${JSON.stringify(their)}`;
    report.check(
      differs === undefined
        ? { name, problem: alike ? undefined : answers }
        : { name: `${name} differs: ${differs}`, problem: alike ? 'it does not differ' : undefined },
    );
  } catch (error) {
    report.check({ name, problem: messageOf(error) });
  }
}
