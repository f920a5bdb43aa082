/** A live Keycloak: the whole step-up with it, and what it puts into its tokens. */
import type { Peer } from '../../peer.ts';
import { keyRotation, outage } from './keys.ts';
import { machines } from './machines.ts';
import { otherTokens } from './other-tokens.ts';
import { installKeycloak, KEYCLOAK } from './server.ts';
import { oncePayouts, stepUp } from './step-up.ts';
import { startWorld } from './world.ts';
import type { KeycloakWorld } from './world.ts';

let world: KeycloakWorld | undefined;

export const keycloak: Peer = {
  ...KEYCLOAK,
  does: 'signs users in with a second factor on a challenge, in three realms, with machines, odd tokens, new keys and an outage',
  limit: 900,
  install: installKeycloak,
  start: async (step) => {
    world = await startWorld(step);
  },
  test: async (report) => {
    if (world === undefined) throw new Error('Keycloak is not started');
    const round = { ...world, report };
    for (const realm of [world.strict, world.lenient, world.umlaut]) await stepUp(round, realm);
    await oncePayouts(round);
    await machines(round);
    await otherTokens(round);
    await keyRotation(round);
    await outage(round);
  },
  // Rejects where a token is left behind in logs or tables.
  stop: async () => {
    await world?.close();
  },
};
