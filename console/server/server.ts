/** The console's server, on loopback: the page, its endpoints, and the stream of decisions. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { administration } from '../../admin/administration.ts';
import { connectionTo } from '../../admin/connection/connection-local-run.ts';
import type { Connection } from '../../admin/protected-api.ts';
import { ENVIRONMENT } from '../../core/contract.ts';
import { errorText } from '../../core/error-text.ts';
import { describeStack } from '../../local/description.ts';
import type { StackDescription } from '../../local/description.ts';
import { redirect, sendPage } from '../../local/openid-provider/web.ts';
import type { RunUsers } from '../../local/run/users.ts';
import type { VisitAnswer } from '../../local/sign-in/browser-visits.ts';
import type { LocalStack } from '../../local/stack.ts';
import type { FaultLog } from '../../admin/use-case.ts';
import type { SignInAt } from '../wire/sign-in.ts';
import type { Decisions } from './decisions.ts';
import { createEndpoints } from './endpoints.ts';
import { createEventStreams } from './event-streams.ts';
import { failureOf } from './failure.ts';
import { refusal, securityHeaders, targetOf } from './guard.ts';
import { RequestError, sendJson } from './http.ts';
import { readPage } from './page-files.ts';
import { createAdminDesk } from './admin-desk.ts';
import { createProviderDesk } from './provider-desk.ts';
import { listen } from '../../local/ports.ts';
import { openTables } from '../../local/dynamodb/written-by-hand.ts';

export interface ConsoleOptions {
  readonly stack: LocalStack;
  readonly users: RunUsers;
  readonly decisions: Decisions;
  /** The folder with the built page. */
  readonly pageFolder: string;
}

export interface Console {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** How long a request may take to arrive, in milliseconds: its page is on this machine. */
const ARRIVAL = 10_000;

/** Throws when the page was not built, or the port is taken. */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const { stack, users, decisions, pageFolder } = options;
  const origin = `http://127.0.0.1:${stack.consolePort.number}`;
  const headers = securityHeaders([new URL(stack.apiUrl).origin, ...providerOf(users)]);
  const page = await readPage(pageFolder);
  const stream = createEventStreams(decisions);
  const description = describeStack(stack);
  const api = apiOf(description);
  const endpoints = createEndpoints(partsOf(options, description, api.connection));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const problem = refusal(request, origin);
    if (problem !== undefined) throw new RequestError('request_foreign', problem);
    const target = targetOf(request, origin) ?? new URL(origin);
    if (users.at === 'your provider' && sendVisit(response, users.visits.answer(target))) return;
    const { pathname, searchParams } = target;
    const asked = `${String(request.method)} ${pathname}`;
    if (asked === 'GET /api/events') {
      stream(response);
      return;
    }
    const endpoint = endpoints.get(asked);
    if (endpoint !== undefined) {
      sendJson(response, 200, await endpoint(request, searchParams));
      return;
    }
    const file = page.get(pathname);
    if (file === undefined) throw new RequestError('no_such_endpoint', `there is no ${pathname} here`);
    response.writeHead(200, { 'Content-Type': file.type }).end(file.content);
  }

  const server = createServer({ requestTimeout: ARRIVAL, headersTimeout: ARRIVAL }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const { status, refused } = failureOf(error, logFault);
      sendJson(response, status, refused);
    });
  });
  await listen(server, stack.consolePort);
  return {
    url: `${origin}/`,
    close: () =>
      new Promise((resolve) => {
        api.close();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** The API of this stack, which is connected to when it is first needed. */
function apiOf(description: StackDescription) {
  let connection: Connection | undefined;
  return {
    connection: () => (connection ??= connectionTo(description)),
    close: () => connection?.dynamodb.destroy(),
  };
}

/** Faults of ours go to the terminal of the local run. */
const logFault: FaultLog = (correlationId, cause) => {
  process.stderr.write(`fault ${correlationId}: ${JSON.stringify(errorText(cause))}\n`);
};

function partsOf(
  { stack, users }: ConsoleOptions,
  { routes, environment }: StackDescription,
  connection: () => Connection,
) {
  const { template, apiUrl, acr, dynamodb, tableSwitch } = stack;
  const provider = createProviderDesk(users, connection().trust);
  return {
    state: {
      apiUrl,
      signIn: { ...signInAt(users), asksFor: provider.asksFor },
      acr,
      users: users.at === 'local provider' ? [users.provider.testUser, users.provider.otherUser] : [],
      routes: routes.toSorted((a, b) => Number(isOurs(a.template)) - Number(isOurs(b.template))),
    },
    tables: openTables(dynamodb.endpoint, template.region, {
      policy: environment[ENVIRONMENT.policyTable] ?? '',
      grant: environment[ENVIRONMENT.grantTable] ?? '',
    }),
    desk: createAdminDesk({
      admin: administration(logFault),
      connection,
      issuer: users.provider.issuer,
      now: () => Math.floor(Date.now() / 1000),
    }),
    provider,
    tableSwitch,
  };
}

function signInAt(users: RunUsers): Omit<SignInAt, 'asksFor'> {
  const { issuer, clientId } = users.provider;
  if (users.at === 'local provider')
    return { provider: 'local', issuer, clientId, scope: LOCAL_SCOPE, parameters: {} };
  const { scope, parameters, resource } = users.provider;
  const named = resource === undefined ? {} : { resource };
  return { provider: 'yours', issuer, clientId, scope, parameters: { ...parameters, ...named } };
}

const LOCAL_SCOPE = 'openid payments:read payments:write';

/** What the page itself asks: the local provider alone. */
function providerOf(users: RunUsers): readonly string[] {
  return users.at === 'local provider' ? [users.provider.issuer] : [];
}

/** Whether the request was about a sign-in of the terminal. */
function sendVisit(response: ServerResponse, answer: VisitAnswer | undefined): boolean {
  if (answer?.kind === 'redirect') redirect(response, answer.location);
  if (answer?.kind === 'page') sendPage(response, 200, answer.html);
  return answer !== undefined;
}

/** The construct's own routes come last: the user rarely wants to call them. */
function isOurs(template: string): boolean {
  return template.startsWith('/step-up/');
}
