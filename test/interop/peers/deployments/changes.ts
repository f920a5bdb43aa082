/** What is changed between two deployments of a shop, and what is to hold afterwards. Each comes on top of those before it. */
import assert from 'node:assert/strict';
import type { Shop } from './apps/changing-shop.ts';
import { ORIGIN } from './apps/trust.ts';
import { bearer, equal } from './flow.ts';
import type { World } from './world.ts';

export interface Change {
  readonly name: string;
  readonly shop: (world: World) => Partial<Shop>;
  /** Of the page that calls the API from now on. */
  readonly origin?: string;
  /** Whether the deployment fails, and is to leave everything as it was. */
  readonly fails?: boolean;
  /** Beside the flow. */
  readonly then?: (world: World) => Promise<void>;
}

const OTHER_ORIGIN = 'https://pay.example.com';

export const CHANGES: readonly Change[] = [
  {
    name: 'another trust config',
    shop: () => ({ trust: { cors: { allowedOrigins: [OTHER_ORIGIN] }, verboseRefusals: true } }),
    origin: OTHER_ORIGIN,
    then: async ({ reach, base }) => {
      const refused = await reach('POST', `${base()}/payments`, bearer('not-a-token'));
      assert.match(refused.challenge, /error_description=/, 'refusals are verbose');
    },
  },
  {
    name: 'a route more, one less, and other policies in code',
    shop: () => ({
      routes: {
        reports: { acr: 'urn:example:loa:2' },
        statements: { acr: 'urn:example:loa:3' },
        receipts: { acr: 'urn:example:loa:2' },
      },
    }),
    then: async (world) => {
      equal(await world.get('receipts', 'ordinary'), 401);
      equal(await world.get('receipts', 'elevated'), 200);
      await world.asAdministratorsLeftIt();
    },
  },
  { name: 'another throttle', shop: () => ({ throttle: 100 }) },
  { name: 'a stage more', shop: () => ({ stages: ['beta'] }) },
  { name: 'a custom domain', shop: () => ({ domains: ['pay.example.net'] }) },
  {
    name: 'a deployment that fails',
    shop: () => ({ fails: true, trust: { cors: { allowedOrigins: [ORIGIN] } }, routes: {} }),
    fails: true,
    then: (world) => world.asAdministratorsLeftIt(),
  },
  {
    name: 'another policy table',
    shop: () => ({ policyTable: 'own' }),
    then: async (world) => {
      assert.notEqual(world.policyTable(), world.firstTable());
      equal(await world.get('statements', 'elevated'), 200);
    },
  },
  {
    name: 'the first policy table again',
    shop: (world) => ({ policyTable: { tableName: world.firstTable() } }),
    then: (world) => world.asAdministratorsLeftIt(),
  },
  {
    name: 'another name of the construct, with its policy table',
    shop: () => ({ id: 'Guard' }),
    then: (world) => world.asAdministratorsLeftIt(),
  },
  {
    name: 'another name of the construct, with new tables',
    shop: () => ({ id: 'Warden', policyTable: 'created' }),
  },
];
