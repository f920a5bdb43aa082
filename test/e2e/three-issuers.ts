/**
 * Three issuers behind one gateway, which have no word in common: a provider that speaks as Entra ID does, a provider of the
 * standard, and one that is only known by its key, whose tokens are shaped as Keycloak's. Their users and clients have the
 * same names.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignIn } from '../../client/index.ts';
import { startChild } from '../support/child.ts';
import * as v from 'valibot';
import { programAt } from '../support/program.ts';
import { providerOffer, startProviderProcess } from '../support/stacks/provider-process.ts';
import { startStack } from '../support/stacks/stack.ts';
import type { TestStack } from '../support/stacks/stack.ts';
import { claimsRequest } from '../support/tokens/entra-tenant.ts';
import { AUDIENCE } from '../support/tokens/issuer.ts';
import { createSigner } from '../support/tokens/token-signer.ts';

export const OURS = ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:3'] as const;

/** The words of the issuers, weakest first, each for one of ours. */
export const WORDS = {
  entra: ['c1', 'c2', 'c3'],
  standard: ['bronze', 'silver', 'gold'],
  keycloak: ['11', '12', '13'],
} as const;

export type PartyName = keyof typeof WORDS;

export interface Party {
  /** A sign-in as a challenge asks: its access token. */
  readonly signIn: SignIn;
  /** A token whose sign-in has this word. */
  readonly tokenWith: (word: string) => Promise<string>;
  /** The authorization requests that the browser was sent to; none at an issuer that is only a key. */
  readonly visited: readonly URL[];
}

export interface ThreeIssuers {
  readonly stack: TestStack;
  /** The provider that speaks as Entra ID. */
  readonly tenant: v.InferOutput<typeof providerOffer>;
  readonly parties: Readonly<Record<PartyName, Party>>;
  readonly close: () => Promise<void>;
}

export const REDIRECT_URI = 'http://127.0.0.1/callback';

/** The words of the others, which the live providers attest, too: nothing here may count for them. */
const attested = (name: PartyName) => [...WORDS[name], ...Object.values(WORDS).flat()].filter(unique);
const unique = (word: string, index: number, all: readonly string[]) => all.indexOf(word) === index;

export async function startThreeIssuers(): Promise<ThreeIssuers> {
  const redirectUris = [REDIRECT_URI];
  const entra = await startChild('stacks/entra-provider-main.ts', {
    ...{ contexts: attested('entra'), audience: AUDIENCE, redirectUris },
  });
  const standard = await startProviderProcess({
    ...{ acr: attested('standard'), audience: AUDIENCE, redirectUris, algorithm: 'EdDSA' },
  });
  const tenant = v.parse(providerOffer, entra.offer);
  const keycloak = createRealm();
  const stack = await startStack({
    configFile: writeConfig([
      {
        issuer: tenant.issuer,
        profile: 'entra',
        challenge: 'entra',
        algorithms: ['RS256'],
        ...reads('entra'),
      },
      { issuer: standard.issuer, algorithms: ['EdDSA'], ...reads('standard') },
      { ...keycloak.trusted, acr: { numbers: meaningOf('keycloak') } },
    ]),
    maxInstances: 1,
  });
  return {
    stack,
    tenant,
    parties: {
      entra: await liveParty(tenant, (word) => ({ acrValues: [], claims: claimsRequest(word) })),
      standard: await liveParty(standard, (word) => ({ acrValues: [word] })),
      keycloak: keycloak.party,
    },
    close: async () => {
      await stack.close();
      await standard.close();
      await entra.close();
    },
  };
}

async function liveParty(
  provider: v.InferOutput<typeof providerOffer>,
  asking: (word: string) => { acrValues: readonly string[]; claims?: string },
): Promise<Party> {
  const { signIn, visited } = await programAt(provider, REDIRECT_URI);
  const tokenWith = (word: string) =>
    signIn({ ...asking(word), maxAge: undefined, reason: '' }, new AbortController().signal);
  return { signIn, visited, tokenWith };
}

/** Its name is under a domain that nobody has: its key stands in the config. */
function createRealm() {
  const issuer = 'https://id.example.com/realms/bank';
  const signer = createSigner('ES256', 'realm-key');
  let signedIn = Math.floor(Date.now() / 1000) - 10;
  const tokenWith = async (acr: string) => {
    const now = Math.floor(Date.now() / 1000);
    const token = signer.sign(
      { alg: signer.alg, typ: 'JWT', kid: signer.jwk.kid },
      {
        ...{ iss: issuer, aud: AUDIENCE, sub: 'alice', azp: 'step-up-demo', typ: 'Bearer', sid: 's', acr },
        ...{ scope: 'openid payments:write', auth_time: (signedIn += 1), iat: now, exp: now + 600 },
      },
    );
    return Promise.resolve(token);
  };
  const party: Party = { tokenWith, signIn: ({ acrValues }) => tokenWith(acrValues[0] ?? ''), visited: [] };
  return {
    trusted: { issuer, profile: 'keycloak', audience: [AUDIENCE], jwks: { keys: [signer.jwk] } },
    party,
  };
}

function meaningOf(name: PartyName) {
  return Object.fromEntries(WORDS[name].map((word, level) => [word, OURS[level] ?? '']));
}

function reads(name: PartyName) {
  return { audience: [AUDIENCE], acr: { values: meaningOf(name) } };
}

function writeConfig(issuers: readonly object[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'step-up-config-')), 'config.json');
  writeFileSync(file, JSON.stringify({ acr: OURS, issuers }));
  return file;
}
