/** Each page in docs/providers: its trust config can be deployed, and takes the token that the page shows for what the page says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { callerWith } from '../../admin/explain/written-claims.ts';
import { verdictOf } from '../../admin/explain/verdict.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'providers');
const pages = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);

/** The first block of JSON in a section of a page. */
function blockIn(page: string, section: string): unknown {
  const [, text = ''] = page.split(`\n## ${section}\n`);
  const [, block = 'null'] = /```json\n(.*?)```/s.exec(text) ?? [];
  return JSON.parse(block);
}

function trustOf(page: string): TrustConfig {
  const parsed = parseTrustConfig(blockIn(page, 'Trust config'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const shownToken = v.looseObject({ iss: v.string(), auth_time: v.number(), exp: v.number() });

/** What becomes of the page's token with these changes, while it is valid. */
function judged(page: string, changes: object) {
  const token = v.parse(shownToken, blockIn(page, 'What you see'));
  const now = token.auth_time + 1;
  const caller = callerWith({ ...token, ...changes }, trustOf(page), { issuer: token.iss, now });
  return caller.kind === 'verified' ? caller.authentication : verdictOf(caller);
}

describe.each(pages)('docs/providers/%s', (_, page) => {
  test('has a trust config that can be deployed, and a token of a person with the strongest acr in it', () => {
    const trust = trustOf(page);
    expect(judged(page, {})).toMatchObject({
      issuedFor: 'person',
      signIn: { acr: trust.acr.at(-1), authTime: expect.any(Number) },
    });
  });

  test.each([
    ['for another API', { aud: 'https://other.example.com' }, 'audience'],
    ['that has expired', { exp: 1 }, 'expired'],
    ['with the claims of an ID token', { nonce: 'n', at_hash: 'h' }, 'type'],
    ['that is bound to a key', { cnf: { jkt: 'k' } }, 'bound'],
    ['without a subject', { sub: null }, 'claim'],
  ])('refuses a token like it %s', (_name, changes, reason) => {
    expect(judged(page, changes)).toMatchObject({ reason });
  });
});
