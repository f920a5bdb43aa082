/** What is deployed is deployed again, with something changed: each time the API works, with the change. */
import { messageOf } from '../../../../core/error-text.ts';
import { SHOP, shopWith } from './apps/changing-shop.ts';
import { ORIGIN } from './apps/trust.ts';
import { CHANGES } from './changes.ts';
import type { Change } from './changes.ts';
import { assemblyOf, deployed, served } from './rounds.ts';
import type { Round } from './rounds.ts';
import { newWorld } from './world.ts';
import type { World } from './world.ts';

export async function secondDeployments(round: Round): Promise<void> {
  const world = newWorld(round);
  const first = world.change({});
  world.arrive(await deployed(round, 'a shop', first));
  await world.administer();
  let origin = ORIGIN;
  for (const change of CHANGES) {
    origin = change.origin ?? origin;
    await changed(round, world, change, origin);
  }
  await destroyedAndBack(round, world);
  for (const stackName of ['ShopDev', 'ShopProd'])
    await deployed(round, `the same app as ${stackName}`, assemblyOf(shopWith({ stackName }), round));
}

/** What administrators wrote stays: the tables are retained. */
async function destroyedAndBack(round: Round, world: World): Promise<void> {
  const name = 'a shop that was destroyed';
  await round.cloud.destroy(world.change({}));
  const gone = await world.reach('GET', `${world.base()}/accounts`);
  round.report.check({
    name: `${name}: is gone`,
    problem: gone.status === 404 ? undefined : `it answers ${gone.status}`,
  });
  const kept = await world.policies().then(() => undefined, messageOf);
  round.report.check({ name: `${name}: its policy table stays`, problem: kept });
  await deployed(round, `${name}, and is deployed again`, assemblyOf(shopWith(SHOP), round));
}

async function changed(round: Round, world: World, change: Change, origin: string): Promise<void> {
  const { cloud, report } = round;
  const name = `a shop with ${change.name}`;
  const { outputs, problem } = await cloud.deploy(world.change(change.shop(world)));
  report.check({
    name: `${name}: cdk deploy`,
    problem: change.fails === true ? undeployed(problem) : problem,
  });
  if (problem === undefined) world.arrive(outputs);
  else world.undo();
  await served(round, name, world.outputs(), origin);
  const then = await Promise.resolve(change.then?.(world)).then(() => undefined, messageOf);
  report.check({ name: `${name}: what else is to hold`, problem: then });
}

/** A deployment that was to fail has failed for the reason that it was given, and was rolled back. */
function undeployed(problem: string | undefined): string | undefined {
  if (problem === undefined) return 'it was deployed';
  return problem.includes('as it was told') ? undefined : problem;
}
