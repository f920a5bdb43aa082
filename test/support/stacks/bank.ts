/** A provider of somebody else: other words and another audience than those of this repository, and pages of no origin may call it. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reservePort } from '../reserved-port.ts';
import type { Certificate } from '../tokens/certificate.ts';
import { startProviderProcess } from './provider-process.ts';
import type { ProviderProcess } from './provider-process.ts';

const AUDIENCE = 'https://api.bank.example';
const ACR = ['urn:example:loa:1', 'urn:example:loa:2'];

export interface Bank extends Pick<ProviderProcess, 'issuer' | 'clientId' | 'testUser'> {
  readonly audience: string;
  /** A file with a trust config for it, of two words. */
  readonly configFile: string;
  /** Registers these redirect URIs for its client, in place of those before. It forgets its sessions. */
  readonly register: (...redirectUris: string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** With a certificate it is on https. */
export async function startBank(certificate?: Certificate): Promise<Bank> {
  const port = await reservePort();
  const start = (redirectUris: readonly string[]) =>
    startProviderProcess({
      port: port.number,
      acr: ['silver', 'gold'],
      audience: AUDIENCE,
      redirectUris,
      ...(certificate === undefined ? {} : { certificate }),
    });
  let provider = await start(['https://app.bank.example/callback']);
  const { issuer, clientId, testUser } = provider;
  return {
    ...{ issuer, clientId, testUser, audience: AUDIENCE, configFile: configFor(issuer) },
    register: async (...redirectUris) => {
      await provider.close();
      provider = await start(redirectUris);
    },
    close: async () => {
      await provider.close();
      port.release();
    },
  };
}

function configFor(issuer: string): string {
  const acr = { values: { silver: ACR[0], gold: ACR[1] } };
  const file = join(mkdtempSync(join(tmpdir(), 'step-up-bank-')), 'trust.json');
  writeFileSync(file, JSON.stringify({ acr: ACR, issuers: [{ issuer, audience: [AUDIENCE], acr }] }));
  return file;
}
