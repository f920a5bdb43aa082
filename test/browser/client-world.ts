/** A page of another origin than the API, in a real browser, and everything that it talks to. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { signIn } from '../../local/sign-in.ts';
import type { Settings } from './page-contract.ts';
import { atTheProxy, startApiProxy } from '../support/stacks/api-proxy.ts';
import type { ApiProxy, ProxiedAnswer } from '../support/stacks/api-proxy.ts';
import { startChromium } from '../support/browser/chromium.ts';
import { closeServer, listenOnLoopback } from '../support/loopback-server.ts';
import { startProviderProcess } from '../support/stacks/provider-process.ts';
import type { ProviderProcess } from '../support/stacks/provider-process.ts';
import { startStack } from '../support/stacks/stack.ts';
import type { TestStack } from '../support/stacks/stack.ts';

const AUDIENCE = 'https://api.example.com';
const ACR = ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:3'];
const SCOPE = 'openid payments:read payments:write';

export interface BrowserWorld {
  readonly stack: TestStack;
  readonly provider: ProviderProcess;
  readonly browser: Browser;
  /** The origin of the page. */
  readonly shop: string;
  /** Opens the page in a new browser context. `change` is applied to the answers of the API. */
  readonly open: (
    flow: Settings['flow'],
    change?: (answer: ProxiedAnswer) => ProxiedAnswer,
  ) => Promise<{ page: Page; proxy: ApiProxy }>;
  readonly close: () => Promise<void>;
}

export async function startBrowserWorld(): Promise<BrowserWorld> {
  // Started first: when it fails, nothing else is running.
  const browser = await startChromium();
  let settings: Settings | undefined;
  const script = await bundlePage();
  const server = createServer(({ url }, response) => {
    const html = '<!doctype html><title>Shop</title><button>Pay</button><output></output>';
    if (url === '/app.js') response.setHeader('content-type', 'text/javascript').end(script);
    else if (url === '/settings.json') response.end(JSON.stringify(settings));
    else
      response.setHeader('content-type', 'text/html').end(`${html}<script type=module src=/app.js></script>`);
  });
  const shop = await listenOnLoopback(server);
  const [redirectUri, popupUri] = [`${shop}/`, `${shop}/popup`];
  const provider = await startProviderProcess({
    acr: ACR,
    audience: AUDIENCE,
    redirectUris: [redirectUri, popupUri],
    corsOrigins: [shop],
  });
  const stack = await startStack({ configFile: writeConfig(provider.issuer, shop) });
  const proxies: ApiProxy[] = [];
  const { issuer, clientId, testUser } = provider;
  const tokenOf = async (acr: string) =>
    (await signIn({ ...testUser, issuer, clientId, redirectUri, scope: SCOPE, acrValues: [acr] }))
      .accessToken;
  const tokens = { token: await tokenOf('urn:example:loa:1'), elevated: await tokenOf('urn:example:loa:2') };

  return {
    stack,
    provider,
    browser,
    shop,
    open: async (flow, change = (answer) => answer) => {
      const { origin, pathname } = new URL(stack.apiUrl);
      const toTheProxy = atTheProxy(origin);
      const proxy = await startApiProxy(origin, { change: (answer, url) => change(toTheProxy(answer, url)) });
      proxies.push(proxy);
      settings = {
        api: `${proxy.url}${pathname}`,
        application: {
          issuer,
          clientId,
          redirectUri: flow === 'popup' ? popupUri : redirectUri,
          scope: SCOPE,
          allowInsecureRequests: true,
        },
        flow,
        ...tokens,
      };
      const page = await (await browser.newContext()).newPage();
      await page.goto(shop);
      await page.locator('body[data-ready]').waitFor();
      return { page, proxy };
    },
    close: async () => {
      await browser.close();
      await Promise.all(proxies.map(({ close }) => close()));
      await stack.close();
      await provider.close();
      await closeServer(server);
    },
  };
}

/** Types the password, then the code, into the pages of the provider. */
export async function signInOnPage(page: Page, { testUser }: ProviderProcess): Promise<void> {
  await page.locator('[name=username]').fill(testUser.username);
  await page.locator('[name=password]').fill(testUser.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('[name=code]').fill(testUser.oneTimeCode);
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page', 'app.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

function writeConfig(issuer: string, shop: string): string {
  const trust = {
    issuer,
    audience: [AUDIENCE],
    algorithms: ['ES256'],
    profile: 'rfc9068',
    acr: { claim: 'acr' },
  };
  const file = join(mkdtempSync(join(tmpdir(), 'step-up-config-')), 'config.json');
  writeFileSync(file, JSON.stringify({ acr: ACR, issuers: [trust], cors: { allowedOrigins: [shop] } }));
  return file;
}
