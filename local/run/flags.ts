/** The flags of `npm start`. */
import { parseArgs } from 'node:util';
import { messageOf } from '../../core/error-text.ts';

export const USAGE = `npm start -- [options]

  --port N                  port of the gateway (3000); provider and console take the next two; 0: free ones
  --config FILE             another trust config; its issuers are trusted beside the local provider
  --dynamodb-endpoint URL   a DynamoDB that is already running
  --data DIR                keep the tables (default: in memory)
  --once                    exit after the walk
  --help                    this text

With your own provider (docs/local-run.md, "With your own provider"):

  --client-id ID            sign in at the issuer of the trust config, in your browser, as this public client
  --issuer URL              at this issuer of the trust config, where it has several
  --scope WORDS             the scopes to ask for (openid)
  --resource URI            the parameter resource (RFC 8707), for a provider that needs it
  --audience ID             the parameter audience, for a provider that needs it, such as Auth0
  --own-provider off        neither start nor trust the local provider`;

export interface Flags {
  /** Port of the gateway; 0: a free one. */
  readonly port: number;
  readonly config: string | undefined;
  readonly dynamodbEndpoint: string | undefined;
  readonly dataDir: string | undefined;
  readonly once: boolean;
  readonly help: boolean;
  /** Whether the local provider is started and trusted. */
  readonly ownProvider: boolean;
  /** Undefined: the user signs in at the local provider. */
  readonly signIn: SignInFlags | undefined;
}

/** How to sign in at the user's own provider. */
export interface SignInFlags {
  readonly clientId: string;
  readonly issuer: string | undefined;
  readonly scope: string | undefined;
  readonly resource: string | undefined;
  readonly audience: string | undefined;
}

/** Throws for a flag that does not exist, with the usage; for a value that cannot be used; and for flags that do not go together. */
export function readFlags(args: readonly string[]): Flags {
  const values = parse(args);
  const { config, 'dynamodb-endpoint': dynamodbEndpoint, data, once, help } = values;
  if (help) return { ...NOTHING, help };
  requireOneDatabase(dynamodbEndpoint, data);
  const ownProvider = ownProviderOf(values['own-provider']);
  const signIn = signInOf(values);
  if (!ownProvider && signIn === undefined)
    throw new Error(
      '--own-provider off leaves nobody to sign in at: add --client-id with a public client of your provider',
    );
  return {
    port: portOf(values.port),
    config,
    dynamodbEndpoint,
    dataDir: data,
    once,
    help,
    ownProvider,
    signIn,
  };
}

const NOTHING = {
  port: 0,
  config: undefined,
  dynamodbEndpoint: undefined,
  dataDir: undefined,
  once: false,
  ownProvider: true,
  signIn: undefined,
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '3000' },
        config: { type: 'string' },
        'dynamodb-endpoint': { type: 'string' },
        data: { type: 'string' },
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        'own-provider': { type: 'string', default: 'on' },
        'client-id': { type: 'string' },
        issuer: { type: 'string' },
        scope: { type: 'string' },
        resource: { type: 'string' },
        audience: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw new Error(`${messageOf(cause)}\n\n${USAGE}`, { cause });
  }
}

function requireOneDatabase(endpoint: string | undefined, data: string | undefined): void {
  if (endpoint === undefined) return;
  if (!/^https?:/.test(endpoint) || !URL.canParse(endpoint))
    throw new Error(`--dynamodb-endpoint ${endpoint} is no URL: expected one such as http://127.0.0.1:8000`);
  if (data !== undefined)
    throw new Error(
      '--data is for the database that the local run starts, and --dynamodb-endpoint names another: leave one out',
    );
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_535) return port;
  throw new Error(`--port ${text} is no port: expected 0 to 65534`);
}

function ownProviderOf(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new Error(`--own-provider ${text}: expected on or off`);
}

function signInOf(values: ReturnType<typeof parse>): SignInFlags | undefined {
  const { 'client-id': clientId, issuer, scope, resource, audience } = values;
  const others = { issuer, scope, resource, audience };
  if (clientId !== undefined) return { clientId, ...others };
  const [given] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (given === undefined) return undefined;
  throw new Error(
    `--${given} is for the sign-in at your provider: add --client-id with a public client there`,
  );
}
