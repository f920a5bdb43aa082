/** A shop that is deployed again and again, and the administrators of its policies. */
import assert from 'node:assert/strict';
import { databaseAt } from '../../../support/tables/database.ts';
import type { HttpAnswer } from '../../../support/send.ts';
import { SHOP, shopWith } from './apps/changing-shop.ts';
import type { Shop } from './apps/changing-shop.ts';
import type { Outputs } from './cloud.ts';
import { bearer, equal } from './flow.ts';
import { reachBy } from './reach.ts';
import type { Reach } from './reach.ts';
import { assemblyOf, basesIn } from './rounds.ts';
import type { Round } from './rounds.ts';

export interface World {
  readonly reach: Reach;
  /** One of the URLs of the API. */
  readonly base: () => string;
  readonly policyTable: () => string;
  /** The policy table of the first deployment. */
  readonly firstTable: () => string;
  readonly get: (path: string, by: 'ordinary' | 'elevated') => Promise<HttpAnswer>;
  /** An administrator makes `GET /reports` stricter, and deletes `GET /statements`. */
  readonly administer: () => Promise<void>;
  /** All items of the policy table. */
  readonly policies: () => Promise<object[]>;
  /** Throws unless the policy table has what administrators wrote, and nothing that they have deleted. */
  readonly asAdministratorsLeftIt: () => Promise<void>;
  /** Takes over changes of the app. Returns the folder of its cloud assembly. */
  readonly change: (changes: Partial<Shop>) => string;
  /** Takes a change back. */
  readonly undo: () => void;
  /** Takes note of what is deployed. */
  readonly arrive: (outputs: Outputs) => void;
  readonly outputs: () => Outputs;
}

const EDITED = { route: 'GET /reports', acr: 'urn:example:loa:3', version: 2 };
const DELETED = { route: 'GET /statements' };

export function newWorld(round: Round): World {
  let [shop, before, outputs, firstTable]: [Shop, Shop, Outputs, string] = [SHOP, SHOP, {}, ''];
  const database = databaseAt(round.cloud.url, round.cloud.access);
  const reach = reachBy(round.cloud.url);
  const base = () => basesIn(outputs)[0] ?? '';
  const policyTable = () => outputs[shop.stackName]?.PolicyTable ?? '';
  const get: World['get'] = async (path, by) =>
    reach('GET', `${base()}/${path}`, bearer(await round.people[by]()));
  return {
    reach,
    base,
    policyTable,
    firstTable: () => firstTable,
    get,
    administer: async () => {
      firstTable = policyTable();
      await database.put(firstTable, EDITED);
      await database.remove(firstTable, DELETED);
    },
    policies: () => database.scan(policyTable()),
    asAdministratorsLeftIt: async () => {
      const { route } = EDITED;
      assert.deepEqual(await database.get(policyTable(), { route }), EDITED);
      assert.equal(await database.get(policyTable(), DELETED), undefined, `${DELETED.route} is back`);
      equal(await get('statements', 'elevated'), 401);
    },
    change: (changes) => {
      [shop, before] = [{ ...shop, ...changes }, shop];
      return assemblyOf(shopWith(shop), round);
    },
    undo: () => {
      shop = before;
    },
    arrive: (deployed) => {
      outputs = deployed;
    },
    outputs: () => outputs,
  };
}
