/** Keycloak with realms, and the local stack that trusts them. Keycloak is behind a proxy, so that its address outlives it. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { startApiProxy } from '../../../support/stacks/api-proxy.ts';
import type { ApiProxy } from '../../../support/stacks/api-proxy.ts';
import { startStack } from '../../../support/stacks/stack.ts';
import type { TestStack } from '../../../support/stacks/stack.ts';
import type { Report, Step } from '../../peer.ts';
import { adminOf } from './admin.ts';
import type { Admin } from './admin.ts';
import { realm } from './realm.ts';
import type { RealmOptions } from './realm.ts';
import { newAdministrator, startKeycloak } from './server.ts';
import type { KeycloakServer } from './server.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const PAGE = 'docs/providers/keycloak.md';
const REDIRECT_URI = 'http://127.0.0.1:1/callback';

export type Realm = Omit<RealmOptions, 'audience' | 'redirectUri'> & {
  readonly issuer: string;
  readonly redirectUri: string;
};

export interface KeycloakWorld {
  readonly stack: TestStack;
  readonly admin: Admin;
  /** Each second factor counts for itself: Max Age 0 above the first level, as our documents ask. */
  readonly strict: Realm;
  /** One second factor counts for five minutes. */
  readonly lenient: Realm;
  /** Its name has a space and an umlaut, and its words are URNs. */
  readonly umlaut: Realm;
  /** That of the page, which a reader imports. */
  readonly bank: Realm;
  /** Its own address, behind the proxy. */
  readonly direct: () => string;
  readonly stopKeycloak: () => Promise<void>;
  readonly startKeycloakAgain: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What is looked at, and for whom. */
export interface Round extends KeycloakWorld {
  readonly report: Report;
}

const BANK = {
  name: 'bank',
  words: { password: 'silver', code: 'gold' },
  algorithm: 'RS256',
  codeMaxAge: 0,
} as const;

const words = { password: 'silver', code: 'gold' };
const REALMS = {
  strict: { name: 'strict', words, algorithm: 'ES256', codeMaxAge: 0 },
  lenient: { name: 'lenient', words, algorithm: 'RS256', codeMaxAge: 300 },
  umlaut: {
    name: 'Bank für alle',
    words: { password: 'urn:bank:loa:password', code: 'urn:bank:loa:code' },
    algorithm: 'EdDSA',
    codeMaxAge: 0,
  },
} as const;

export async function startWorld(step: Step): Promise<KeycloakWorld> {
  const data = mkdtempSync(join(tmpdir(), 'keycloak-data-'));
  const administrator = newAdministrator();
  let keycloak: KeycloakServer | undefined;
  const proxy: ApiProxy = await startApiProxy(() => keycloak?.url ?? 'http://127.0.0.1:9');
  const startIt = async () => {
    keycloak = await startKeycloak(step, { data, hostname: proxy.url, administrator });
  };
  const stopIt = async () => {
    await keycloak?.stop();
    keycloak = undefined;
  };
  const stopAll = async () => {
    await stopIt();
    await proxy.close();
  };
  try {
    await startIt();
    const admin = adminOf({ url: proxy.url, administrator });
    const placed = (one: Omit<RealmOptions, 'audience' | 'redirectUri'>): Realm => ({
      ...one,
      issuer: `${proxy.url}/realms/${encodeURIComponent(one.name)}`,
      redirectUri: REDIRECT_URI,
    });
    const realms = {
      strict: placed(REALMS.strict),
      lenient: placed(REALMS.lenient),
      umlaut: placed(REALMS.umlaut),
    };
    for (const one of Object.values(realms))
      await admin.post('/realms', realm({ ...one, audience: KEYCLOAK_PAGE.config.issuers[0].audience[0] }));
    const bank = { ...placed(BANK), redirectUri: 'http://127.0.0.1:3002/signed-in' };
    await admin.post('/realms', readBank());
    const stack = await startStack({ configFile: configFor([...Object.values(realms), bank]) });
    return {
      ...realms,
      bank,
      stack,
      admin,
      direct: () => keycloak?.url ?? '',
      stopKeycloak: stopIt,
      startKeycloakAgain: startIt,
      close: async () => {
        await stack.close();
        await stopAll();
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

const shownWords = v.object({ acr: v.object({ values: v.record(v.string(), v.string()) }) });

const example = v.object({ issuers: v.tuple([v.looseObject({ audience: v.tuple([v.string()]) })]) });

function readBank(): object {
  const file = join(ROOT, 'docs', 'providers', 'keycloak', 'import', 'bank-realm.json');
  return v.parse(v.looseObject({}), JSON.parse(readFileSync(file, 'utf8')));
}

/** docs/providers/keycloak.md, and the trust config that it shows. */
export const KEYCLOAK_PAGE = readPage();

function readPage() {
  const text = readFileSync(join(ROOT, PAGE), 'utf8');
  const [, block = ''] = /## Trust config\s+```json\n(.*?)```/s.exec(text) ?? [];
  const config: unknown = JSON.parse(block);
  return { text, config: v.parse(v.looseObject(example.entries), config) };
}

/** The trust config of the page, with these realms in the place of the one there. */
function configFor(realms: readonly Realm[]): string {
  const { config } = KEYCLOAK_PAGE;
  const [shown] = config.issuers;
  const [weakest, strongest] = Object.values(v.parse(shownWords, shown).acr.values);
  const issuers = realms.map(({ issuer, words: { password, code }, algorithm }) => ({
    ...shown,
    issuer,
    algorithms: [algorithm],
    acr: { values: { [password]: weakest, [code]: strongest } },
  }));
  const file = join(mkdtempSync(join(tmpdir(), 'keycloak-trust-')), 'step-up.config.json');
  writeFileSync(file, JSON.stringify({ ...config, issuers }));
  return file;
}
