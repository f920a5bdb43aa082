/** A live Keycloak: the whole step-up with it, and what it puts into its tokens. */
import type { Peer } from '../../peer.ts';
import type { Report } from '../../peer.ts';
import { holds } from './holds.ts';
import { keyRotation, outage } from './keys.ts';
import { laptop } from './laptop.ts';
import { levels } from './levels.ts';
import { machines } from './machines.ts';
import { otherTokens } from './other-tokens.ts';
import { installKeycloak, KEYCLOAK } from './server.ts';
import { oncePayouts, stepUp } from './step-up.ts';
import { endOfSession } from './sessions.ts';
import { KEYCLOAK_PAGE, startWorld } from './world.ts';
import type { KeycloakWorld } from './world.ts';

const noting =
  (held: Set<string>, report: Report): Report['check'] =>
  (check) => {
    for (const name of namesIn(check.name)) held.add(name);
    report.check(check);
  };

/** Names of the page that no check has. */
const missingIn = (held: ReadonlySet<string>) =>
  namesIn(KEYCLOAK_PAGE.text).filter((name) => !held.has(name));

const namesIn = (text: string) => [...text.matchAll(/\[(keycloak-[a-z-]+)\]/g)].map(([, name = '']) => name);

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
    const held = new Set<string>();
    const round = { ...world, report: { ...report, check: noting(held, report) } };
    for (const realm of [world.strict, world.lenient, world.umlaut]) await stepUp(round, realm);
    await oncePayouts(round);
    await levels(round);
    await laptop(round);
    await machines(round);
    await otherTokens(round);
    await endOfSession(round);
    await keyRotation(round);
    await outage(round);
    holds(report, 'each sentence with a name on the page was held', missingIn(held), []);
  },
  // Rejects where a token is left behind in logs or tables.
  stop: async () => {
    await world?.close();
  },
};
