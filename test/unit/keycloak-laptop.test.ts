/** The files of docs/providers/keycloak.md, "Try it on your laptop": a realm, and the trust config for it. A live Keycloak imports the realm in test/interop. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { REDIRECT_PATH } from '../../local/sign-in/browser-visits.ts';
import { providerPage } from '../support/tokens/provider-pages.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'providers', 'keycloak');
const read = (file: string): unknown => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));

const config = v.parse(
  v.looseObject({
    issuers: v.tuple([v.looseObject({ issuer: v.string(), audience: v.tuple([v.string()]) })]),
  }),
  read('step-up.config.json'),
);
const realm = v.parse(
  v.object({
    realm: v.string(),
    attributes: v.object({
      'acr.loa.map': v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.number())),
    }),
    authenticatorConfig: v.array(v.object({ config: v.record(v.string(), v.string()) })),
    clients: v.tuple([
      v.object({
        clientId: v.string(),
        redirectUris: v.array(v.string()),
        protocolMappers: v.tuple([v.object({ config: v.record(v.string(), v.string()) })]),
      }),
    ]),
  }),
  read('import/bank-realm.json'),
);
const [client] = realm.clients;

test('the trust config is that of the page, for a Keycloak on this machine', () => {
  const { config: shown, text } = providerPage('keycloak.md');
  const [issuer] = shown.issuers;
  const { $schema: _, ...rest } = config;
  const local = `http://localhost:8080/realms/${realm.realm}`;
  expect(rest).toEqual({ ...shown, issuers: [{ ...issuer, issuer: local }] });
  expect(parseTrustConfig(config, { allowLoopbackIssuers: true }).ok).toBe(true);
  expect(text).toContain(`--client-id ${client.clientId}`);
});

test('the realm has its words, its audience, Max Age 0 above the first level, and the redirect URIs of the run', () => {
  expect(config.issuers[0].acr).toEqual({
    values: { silver: 'urn:example:loa:1', gold: 'urn:example:loa:2' },
  });
  expect(realm.attributes['acr.loa.map']).toEqual({ silver: 1, gold: 2 });
  expect(client.protocolMappers[0].config['included.custom.audience']).toBe(config.issuers[0].audience[0]);
  const [, second] = realm.authenticatorConfig;
  expect(second?.config).toEqual({ 'loa-condition-level': '2', 'loa-max-age': '0' });
  expect(client.redirectUris).toEqual(['http://127.0.0.1:3002/', `http://127.0.0.1:3002${REDIRECT_PATH}`]);
});

test('README and page name the same commands', () => {
  const readme = readFileSync(join(FOLDER, '..', '..', '..', 'README.md'), 'utf8');
  const [commands = ''] = /(?<=```sh\n)mkdir -p ~\/keycloak.*?(?=```)/s.exec(readme) ?? [];
  const lines = commands.split('\n').map((line) => line.split(' #')[0]?.trim() ?? '');
  const { text } = providerPage('keycloak.md');
  expect(lines.filter((line) => line !== '')).toHaveLength(3);
  for (const line of lines) expect(text).toContain(line);
});
