/** Deploys by the CDK's command line into MiniStack, and uses what was deployed: the example, and apps of consumers. */
import { installMiniStack, MINISTACK } from '../../ministack/server.ts';
import type { Peer } from '../../peer.ts';
import { startCloud } from './cloud.ts';
import type { Cloud } from './cloud.ts';
import { firstDeployments } from './first-deployments.ts';
import { secondDeployments } from './second-deployments.ts';
import { ownResponses } from './own-responses.ts';
import { startPeople } from './people.ts';
import type { People } from './people.ts';
import { upgrade } from './upgrade.ts';

let cloud: Cloud | undefined;
let people: People | undefined;

export const deployments: Peer = {
  name: 'deployments',
  version: `ministack ${MINISTACK.version}`,
  does: 'deploys the example and apps of consumers with cdk, once and again, with IAM enforced, and calls their APIs',
  limit: 1200,
  install: installMiniStack,
  start: async (step) => {
    people = await startPeople();
    cloud = await startCloud(step);
  },
  test: async (report) => {
    if (cloud === undefined || people === undefined) throw new Error('the account is not started');
    const round = { cloud, people, report };
    await firstDeployments(round);
    await secondDeployments(round);
    await ownResponses(round);
    await upgrade(round);
  },
  stop: async () => {
    await Promise.all([cloud?.stop(), people?.close()]);
  },
};
