/** The pages of docs/providers: what each of them shows of a trust config, a token and a challenge. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Json } from './provider-token.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'docs', 'providers');

/** The page that lists the others. */
export const INDEX = readFileSync(join(FOLDER, 'README.md'), 'utf8');

const shownConfig = v.looseObject({
  acr: v.array(v.string()),
  issuers: v.tuple([v.looseObject({ issuer: v.string(), audience: v.array(v.string()) })]),
});

export interface ProviderPage {
  /** The name of the file. */
  readonly file: string;
  readonly text: string;
  /** The trust config, as it is written, of one issuer. */
  readonly config: v.InferOutput<typeof shownConfig>;
  /** The claims of the access token. */
  readonly token: Json;
  /** The header of the challenge. `…` stands for what depends on the API. */
  readonly challenge: string;
}

/** Every page but the list, by the name of its file. Throws where a page lacks a section or a block. */
export const PROVIDER_PAGES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .map((file) => [file, pageIn(file)] as const);

/** The page with this name. */
export function providerPage(file: string): ProviderPage {
  const [, page] = PROVIDER_PAGES.find(([name]) => name === file) ?? [];
  if (page === undefined) throw new Error(`docs/providers/${file} is missing`);
  return page;
}

function pageIn(file: string): ProviderPage {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const json = (section: string): unknown => JSON.parse(block(file, text, section, 'json'));
  return {
    file,
    text,
    config: v.parse(shownConfig, json('Trust config')),
    token: v.parse(v.record(v.string(), v.unknown()), json('What you see')),
    challenge: block(file, text, 'What you see', '').replace('WWW-Authenticate: ', ''),
  };
}

/** The first block of a language in a section. */
function block(file: string, text: string, section: string, language: string): string {
  const [, below = ''] = text.split(`\n## ${section}\n`);
  const [inSection = ''] = below.split('\n## ');
  const blocks = [...inSection.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  const [, , found] = blocks.find(([, marked]) => marked === language) ?? [];
  if (found === undefined)
    throw new Error(`docs/providers/${file}: "## ${section}" needs a block \`\`\`${language}`);
  return found.trim();
}
