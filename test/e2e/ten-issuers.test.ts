/** A trust config that no environment of a function could hold: ten issuers, each with five acr words of its own. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../support/stacks/stack.ts';
import type { TestStack } from '../support/stacks/stack.ts';
import { send } from '../support/send.ts';
import { AUDIENCE, startIssuer } from '../support/tokens/issuer.ts';
import type { TestIssuer } from '../support/tokens/issuer.ts';
import { bearerOf, tokensOf } from '../support/tokens/ordinary-tokens.ts';
import { createSigner } from '../support/tokens/token-signer.ts';

const OURS = ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:3'];
/** The five words of an issuer, and ours: the first two are our weakest, the last two our strongest. */
const wordsOf = (index: number) =>
  ['bronze', 'iron', 'silver', 'gold', 'platinum'].map(
    (word) => `https://id-${index}.example.com/acr/${word}`,
  );
const MEANINGS = [0, 0, 1, 2, 2].map((level) => OURS[level] ?? '');

/** The place of the issuer of the test among the ten. */
const PLACE = 7;

let issuer: TestIssuer;
let stack: TestStack;
let payWith: (acr: string) => ReturnType<typeof send>;

beforeAll(async () => {
  issuer = await startIssuer();
  const signer = createSigner('ES256', 'the-key');
  issuer.answer((_, response) => response.end(JSON.stringify({ keys: [signer.jwk] })));
  const issuers = Array.from({ length: 10 }, (_, index) => ({
    issuer: index === PLACE ? issuer.issuer : `https://id-${index}.example.com`,
    audience: [AUDIENCE],
    acr: { values: Object.fromEntries(wordsOf(index).map((word, level) => [word, MEANINGS[level]])) },
  }));
  const configFile = join(mkdtempSync(join(tmpdir(), 'step-up-config-')), 'config.json');
  writeFileSync(configFile, JSON.stringify({ acr: OURS, issuers }));
  stack = await startStack({ configFile, maxInstances: 1 });
  const { token } = tokensOf(issuer.issuer, signer);
  payWith = (acr) => send('POST', `${stack.apiUrl}/payments`, bearerOf(token({ acr })));
});
afterAll(async () => {
  await stack.close();
  await issuer.close();
});

test('a weak sign-in at one of the ten is challenged, in the words of that issuer', async () => {
  const [, iron = '', silver, gold, platinum] = wordsOf(PLACE);
  const { status, body } = await payWith(iron);
  expect(status).toBe(401);
  expect(body).toMatchObject({
    error: 'insufficient_user_authentication',
    acr_values: `${silver} ${gold} ${platinum}`,
  });
});

test('a strong sign-in there is let through', async () => {
  const [, , silver = ''] = wordsOf(PLACE);
  expect(await payWith(silver)).toMatchObject({ status: 200, body: { acr: OURS[1] } });
});

test('a strong sign-in in the words of another of the ten is not', async () => {
  const [, , , gold = ''] = wordsOf(PLACE + 1);
  expect((await payWith(gold)).status).toBe(401);
});
