/** `npm start` with the user's own provider: another vocabulary, on https, with a certificate of a private authority. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { browse, CookieJar } from '../../../local/sign-in.ts';
import { startBank } from '../../support/stacks/bank.ts';
import type { Bank } from '../../support/stacks/bank.ts';
import { createAuthority } from '../../support/tokens/certificate.ts';
import { until } from '../../support/time/until.ts';
import { requireCleanLog } from './clean-log.ts';

const WATCH = join(import.meta.dirname, 'watch-main.ts');
const ROOT = join(import.meta.dirname, '..', '..', '..');

const authority = createAuthority('The bank');
const trustedBefore = getCACertificates('default');
const folder = mkdtempSync(join(tmpdir(), 'step-up-yours-'));
let bank: Bank;
let run: ChildProcess | undefined;

beforeAll(async () => {
  writeFileSync(join(folder, 'ca.pem'), authority.own.cert);
  // For the browser of these tests: the run gets it from its environment.
  setDefaultCACertificates([...trustedBefore, authority.own.cert]);
  bank = await startBank(authority.issue());
});
afterAll(async () => {
  run?.kill();
  await bank.close();
  setDefaultCACertificates(trustedBefore);
});

/** Opens what the terminal says, each time it asks, and signs in there. Returns how often it asked. */
async function signInWheneverAsked(output: () => string, isOver: RegExp): Promise<number> {
  const cookies = new CookieJar();
  const asked = () => [...output().matchAll(/Open (http:\S+\/sign-in) in your browser/g)];
  for (let answered = 0; ; answered += 1) {
    await until('a sign-in, or the end', () => isOver.test(output()) || asked().length > answered);
    const [, page] = asked()[answered] ?? [];
    if (page === undefined) return answered;
    const redirectUri = new URL('/signed-in', page).href;
    const { callback } = await browse(new URL(page), { ...bank.testUser, redirectUri, cookies });
    expect(await (await fetch(callback)).text()).toContain('The walk goes on in the terminal');
  }
}

/** Nobody has signed it: its header is refused before a key is looked for. */
function tokenWithType(typ: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'ES256', typ })}.${encode({ iss: bank.issuer, sub: 'alice' })}.${encode({})}`;
}

test('the walk goes through the user’s own browser, in the words of the provider; of a refused token, the terminal says why', async () => {
  const flags = ['--config', bank.configFile, '--own-provider', 'off', '--client-id', bank.clientId];
  const asked = ['--resource', bank.audience, '--audience', 'the-api'];
  const secretsFile = join(folder, 'secrets.jsonl');
  writeFileSync(secretsFile, '');
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', WATCH, join(ROOT, 'bin', 'local.ts'), '--port', '0', ...flags, ...asked],
    { cwd: folder, env: { ...process.env, NODE_EXTRA_CA_CERTS: 'ca.pem', SECRETS_FILE: secretsFile } },
  );
  const ended = once(child, 'close');
  run = child;
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const output = () => printed;

  const redirectUri = await until(
    'the redirect URI',
    () => /redirect URI (http:\S+\/signed-in)/.exec(printed)?.[1],
  );
  // The user registers it.
  await bank.register(redirectUri);
  const sentTo = await fetch(new URL('/sign-in', redirectUri), { redirect: 'manual' });
  const request = new URL(sentTo.headers.get('location') ?? '').searchParams;
  expect([request.get('resource'), request.get('audience')]).toEqual([bank.audience, 'the-api']);
  expect(await signInWheneverAsked(output, /Ctrl-C stops everything/)).toBe(4);
  expect(printed).toContain('acr_values="gold", max_age="300"');
  expect(printed).toContain('The walk is done');
  expect(printed).not.toContain('the token does not count');

  const [, api = ''] = /API (http:\S+)/.exec(printed) ?? [];
  await fetch(`${api}/accounts`, { headers: { Authorization: `Bearer ${tokenWithType('JWT')}` } });
  const notice = `GET /accounts: the token does not count (type). It has typ JWT. Expected: at+jwt. Setting: token.typ of ${bank.issuer} in the trust config. See docs/`;
  await until('the notice', () => printed.includes(notice));

  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  const logFile = join(folder, '.local', 'log.jsonl');
  // The walk shows the beginning of a grant.
  const shown = printed.replace(/sug_[\w-]{0,4}…/g, '');
  expect(requireCleanLog({ secretsFile, logFile, printed: shown })).toBeGreaterThan(20);
}, 240_000);
