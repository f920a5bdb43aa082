/** What an earlier version has deployed is deployed again by this one: it works, and keeps what administrators did. */
import { messageOf } from '../../../../core/error-text.ts';
import { EARLIER_VERSION, unpackAssembly } from './earlier-version.ts';
import { deployed } from './rounds.ts';
import type { Round } from './rounds.ts';
import { newWorld } from './world.ts';

/** The stack. */
export const UPGRADED = 'Upgraded';

export async function upgrade(round: Round): Promise<void> {
  const world = newWorld(round);
  const upgraded = world.change({ stackName: UPGRADED });
  const earlier = unpackAssembly(EARLIER_VERSION, round.people.issuer);
  const { outputs, problem } = await round.cloud.deploy(earlier);
  round.report.check({ name: 'an earlier version: cdk deploy', problem });
  world.arrive(outputs);
  await world.administer();
  world.arrive(await deployed(round, 'an upgrade from an earlier version', upgraded));
  const kept = await world.asAdministratorsLeftIt().then(() => undefined, messageOf);
  round.report.check({
    name: 'an upgrade from an earlier version: no policy that was deleted is back',
    problem: kept,
  });
}
