/** The whole stack on this machine: provider, tables, functions, gateway, from one app. */
import { createCustomResources } from './functions/custom-resources.ts';
import { createTables, specificationOf, startDynamoDB } from './dynamodb.ts';
import type { DynamoDB } from './dynamodb.ts';
import { startTableSwitch } from './dynamodb/table-switch.ts';
import type { TableSwitch } from './dynamodb/table-switch.ts';
import { createFunctions } from './functions/functions.ts';
import type { Functions } from './functions/functions.ts';
import type { LocalApp } from './local-app.ts';
import { startGateway } from './gateway/server.ts';
import { startOpenIdProvider } from './openid-provider.ts';
import type { OpenIdProvider } from './openid-provider.ts';
import { holdPorts } from './ports.ts';
import type { HeldPort, HeldPorts } from './ports.ts';
import { followStreams } from './streams.ts';
import { readTemplate } from './template/template.ts';
import type { Template } from './template/template.ts';

export interface LocalStackOptions {
  /** Port of the gateway; provider and console take the next two. 0: free ones. */
  readonly port: number;
  readonly app: LocalApp;
  /** Whether the local provider is started and trusted; by default it is. */
  readonly ownProvider?: boolean;
  /** A DynamoDB that is already running. Without it, one is started. */
  readonly dynamodbEndpoint?: string | undefined;
  /** For the data of the one that is started; by default in memory. */
  readonly dataDir?: string | undefined;
  /** The most instances of each function. */
  readonly maxInstances?: number;
  /** Lets the console's page sign in at the provider, call the API, and cut the connection of the functions to the tables. */
  readonly forConsole?: boolean;
  /** Lifetime of the provider's tokens in seconds, 900 by default. */
  readonly accessTokenLifetime?: number;
  /** Gets every line that a function logs, and of the access log (then `functionId` is `access`). */
  readonly onLog: (functionId: string, line: string) => void;
}

export interface LocalStack {
  readonly apiUrl: string;
  /** Undefined where it is left out. */
  readonly provider: OpenIdProvider | undefined;
  readonly redirectUri: string;
  /** The port that is held for the console. */
  readonly consolePort: HeldPort;
  /** The acr vocabulary, weakest first. */
  readonly acr: readonly string[];
  /** `hasStreams`: functions hear of changes in the tables, so the record of changes is written. */
  readonly dynamodb: Pick<DynamoDB, 'endpoint' | 'notice'> & { readonly hasStreams: boolean };
  readonly template: Template;
  readonly functions: Functions;
  /** Between the functions and the tables; undefined without `forConsole`, and for a database that is reached by https. */
  readonly tableSwitch: TableSwitch | undefined;
  readonly close: () => Promise<void>;
}

const DEFAULT_INSTANCES = 4;

/** Starts all parts. When a part does not start, the parts before it are stopped again. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const ports = await holdPorts(options.port);
  const stops: (() => unknown)[] = ports.map(({ release }) => release);
  const close = async () => {
    for (const stop of stops.toReversed()) await stop();
  };
  try {
    return await start(options, ports, stops, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: LocalStackOptions,
  [port, providerPort, consolePort]: HeldPorts,
  stops: (() => unknown)[],
  close: () => Promise<void>,
): Promise<LocalStack> {
  const origin = `http://127.0.0.1:${port.number}`;
  const redirectUri = `${origin}/callback`;
  const pageOrigins = options.forConsole === true ? [`http://127.0.0.1:${consolePort.number}`] : [];
  const { acr, audience, synthesize } = options.app;

  const dynamodb = await startDatabase(options);
  stops.push(dynamodb.close);
  const clients = { audience: audience(origin), redirectUri, pageOrigins };
  const provider =
    options.ownProvider === false ? undefined : await startProvider(options, providerPort, clients);
  if (provider !== undefined) stops.push(provider.close);

  const cuttable = options.forConsole === true && dynamodb.endpoint.startsWith('http:');
  const tableSwitch = cuttable ? await startTableSwitch(dynamodb.endpoint) : undefined;
  if (tableSwitch !== undefined) stops.push(tableSwitch.close);

  const template = readTemplate(await synthesize({ issuer: provider?.issuer, origin, pageOrigins }));
  const functions = createFunctions(template, {
    environment: { AWS_ENDPOINT_URL_DYNAMODB: tableSwitch?.endpoint ?? dynamodb.endpoint },
    maxInstances: options.maxInstances ?? DEFAULT_INSTANCES,
    onLog: options.onLog,
  });
  stops.push(functions.close);
  await createTables(dynamodb.endpoint, template.tables.map(specificationOf), template.region);
  const streams = await followStreams(template, {
    endpoint: dynamodb.endpoint,
    functions,
    onFault: faultsTo(options, 'streams'),
  });
  stops.push(streams.close);
  await createCustomResources(template, functions);
  const gateway = await startGateway({
    template,
    functions,
    port,
    onAccessLog: (line) => {
      options.onLog('access', line);
    },
    onFault: faultsTo(options, 'gateway'),
  });
  stops.push(gateway.close);
  return {
    apiUrl: gateway.url,
    provider,
    redirectUri,
    consolePort,
    acr,
    dynamodb: databaseOf(dynamodb, streams.notices),
    template,
    functions,
    tableSwitch,
    close,
  };
}

/** `lacks`: a sentence for each stream that cannot be followed. */
function databaseOf(
  { endpoint, notice }: Pick<DynamoDB, 'endpoint' | 'notice'>,
  lacks: readonly string[],
): LocalStack['dynamodb'] {
  return { endpoint, notice: [notice, ...lacks].join(' '), hasStreams: lacks.length === 0 };
}

function faultsTo({ onLog }: LocalStackOptions, source: string): (error: unknown) => void {
  return (error) => {
    onLog(source, error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
}

async function startDatabase({ dynamodbEndpoint, dataDir }: LocalStackOptions) {
  if (dynamodbEndpoint !== undefined) {
    return {
      endpoint: dynamodbEndpoint,
      notice: `DynamoDB at ${dynamodbEndpoint}.`,
      close: () => Promise.resolve(),
    };
  }
  return startDynamoDB({ dataDir });
}

interface ProviderClients {
  readonly audience: string;
  readonly redirectUri: string;
  readonly pageOrigins: readonly string[];
}

/** The redirect URIs of applications in development: at these paths of their origins. There is no other registration. */
const OWN_PATHS = ['/', '/popup', '/callback'];

function startProvider(
  { app, accessTokenLifetime }: LocalStackOptions,
  port: HeldPort,
  { audience, redirectUri, pageOrigins }: ProviderClients,
): Promise<OpenIdProvider> {
  const { ownOrigins = [] } = app;
  return startOpenIdProvider({
    port,
    acr: app.acr,
    audience,
    redirectUris: [
      redirectUri,
      ...pageOrigins.flatMap((page) => [`${page}/`, `${page}/signed-in`]),
      ...ownOrigins.flatMap((page) => OWN_PATHS.map((path) => `${page}${path}`)),
    ],
    corsOrigins: [...pageOrigins, ...ownOrigins],
    ...(accessTokenLifetime === undefined ? {} : { accessTokenLifetime }),
  });
}
