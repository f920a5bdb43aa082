/**
 * The product of the model test: the built functions, tables, two issuers of one token profile, and an administrator. Its
 * parts can be deployed anew with another trust config, and fail.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { administration } from '../../admin/administration.ts';
import type { Connection, ProtectedRoute } from '../../admin/protected-api.ts';
import { BUNDLES, ENVIRONMENT } from '../../core/contract.ts';
import type { TokenProfile } from '../../core/trust/presets/presets.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { createLocalClient, createTables } from '../../local/dynamodb.ts';
import { createFunctions } from '../../local/functions/functions.ts';
import type { Functions } from '../../local/functions/functions.ts';
import { AUDIT, changeOf } from '../support/functions/audit-function.ts';
import { builtFunction } from '../support/functions/built-function.ts';
import { startFunctionWorld } from '../support/functions/function-world.ts';
import type { FunctionWorld } from '../support/functions/function-world.ts';
import { callRoute, exchangeFor } from '../support/functions/api-caller.ts';
import { BASE } from '../support/functions/rest-events.ts';
import { templateOf } from '../support/gateway/parts.ts';
import { errorAnswer } from '../support/tables/faults.ts';
import { AUDIENCE, startIssuer } from '../support/tokens/issuer.ts';
import type { TestIssuer } from '../support/tokens/issuer.ts';
import { shapeOf } from '../support/tokens/preset-shapes.ts';
import type { PresetShape } from '../support/tokens/preset-shapes.ts';
import type { Json } from '../support/tokens/provider-token.ts';
import { writingOf } from './preset.ts';
import type { Table } from './reference/faults.ts';
import { acrField, meaningOf } from './reference/issuers.ts';
import type { IssuerName, Mapping, Writing } from './reference/issuers.ts';
import { LADDER } from './reference/rules.ts';
import type { Said } from './reference/rules.ts';

const auditRecord = v.object({ loosened: v.optional(v.array(v.string()), []) });

export class ModelWorld {
  readonly issuers: Readonly<Record<IssuerName, TestIssuer>>;
  readonly admin = administration((_, cause) => {
    throw cause;
  });
  readonly writing: Writing;
  readonly #world: FunctionWorld;
  readonly #shape: PresetShape;
  readonly #dynamodb: DynamoDBClient;
  readonly #items = new Map<string, object>();
  #mapping: Mapping = 'usual';
  /** Instances of earlier deployments go on: starting them takes longer than a history. */
  readonly #deployments = new Map<Mapping, Functions>();
  readonly #audit: Functions;
  #lastError = 'nothing';

  /** `shape`: how both issuers write their tokens. */
  constructor(world: FunctionWorld, second: TestIssuer, shape: PresetShape) {
    this.#world = world;
    this.#shape = shape;
    this.writing = writingOf(shape);
    this.issuers = { first: world.issuer, second };
    this.#dynamodb = createLocalClient(world.endpoint);
    this.#audit = this.#start([BUNDLES.policyAudit], { AWS_ENDPOINT_URL_DYNAMODB: world.endpoint });
  }

  /** The functions of today's deployment, as those who call them take them. */
  readonly functions: Pick<Functions, 'invoke'> = {
    invoke: (name, event) => this.#deployed().invoke(name, event),
  };

  /** The line of its log in which a function last told of an error. */
  get lastError(): string {
    return this.#lastError;
  }

  get database() {
    return this.#world.database;
  }

  stopClockAt(now: number): void {
    this.#world.time.stopAt(now);
  }

  /** The name of an issuer, as its tokens have it. */
  nameOf(issuer: IssuerName): string {
    return this.#shape.issuer(this.issuers[issuer].issuer).issuer;
  }

  /** A token that the issuer signs now. `claims`: others than those of the sign-in, as the standard has them. */
  sign(issuer: IssuerName, { acr, acrs, amr, at }: Said, claims: Json): Promise<string> {
    const { signParts, publicJwk } = this.issuers[issuer];
    const standard = { iss: this.nameOf(issuer), aud: AUDIENCE, ...claims, acr, amr, auth_time: at };
    return signParts(
      JSON.stringify({ alg: 'ES256', kid: publicJwk().kid, ...this.#shape.header }),
      JSON.stringify(this.#shape.claims({ ...standard, [this.writing.claims.acrs]: acrs })),
    );
  }

  /** Deploys the functions with another mapping of the second issuer's acr words. */
  deploy(mapping: Mapping): void {
    this.#mapping = mapping;
  }

  #deployed(): Functions {
    const functions =
      this.#deployments.get(this.#mapping) ?? this.#start([BUNDLES.authorizer, BUNDLES.tokenExchange]);
    this.#deployments.set(this.#mapping, functions);
    return functions;
  }

  /** A request to each instance, with no token that could be one: it notices that its clock was set back. */
  async askEach(): Promise<void> {
    for (const functions of this.#deployments.values()) {
      await callRoute(functions, 'GET /', { token: 'no.token.x' });
      await exchangeFor(functions, 'GET /', 'no.token.x');
    }
  }

  /** From now on the functions cannot read or write these tables. */
  failTables(tables: ReadonlySet<Table>): void {
    const refuse = errorAnswer(400, 'AccessDeniedException');
    this.#world.proxy.inject((call) =>
      [...tables].includes(asTable(call.table)) ? refuse(call) : call.pass(),
    );
  }

  /** Puts an item into the policy table before the audit begins. */
  async seed(route: string, item: object): Promise<void> {
    await this.database.put('policy', { route, ...item });
    this.#items.set(route, item);
  }

  /**
   * Writes or removes an item of the policy table by hand, and lets the audit see it. Returns what the audit counts as
   * looser. `at` in seconds since 1970.
   */
  async write(route: string, item: object | undefined, at: number): Promise<readonly string[]> {
    if (item === undefined) await this.database.remove('policy', { route });
    else await this.database.put('policy', { route, ...item });
    return this.seen(route, item, at);
  }

  /** Lets the audit see that the item of this key is another one. */
  async seen(route: string, item: object | undefined, at: number): Promise<readonly string[]> {
    const before = this.#items.get(route);
    if (item === undefined) this.#items.delete(route);
    else this.#items.set(route, item);
    if (before === undefined && item === undefined) return [];
    const change = changeOf(route, before, item, at);
    const answer = await this.#audit.invoke(BUNDLES.policyAudit, { Records: [change] });
    const { SequenceNumber } = change.dynamodb;
    const sortKey = `${new Date(at * 1000).toISOString()}#${SequenceNumber.padStart(40, '0')}`;
    const record = await this.database.get('audit', { route, change: sortKey });
    if (record === undefined)
      throw new Error(`the audit has no record of ${route}: ${JSON.stringify(answer)}`);
    return v.parse(auditRecord, record).loosened;
  }

  /** The protected API as an administrator connects to it. */
  connection(routes: readonly ProtectedRoute[]): Connection {
    const trust = parseTrustConfig(this.#trust(), { allowLoopbackIssuers: true });
    if (!trust.ok) throw new Error(JSON.stringify(trust.error));
    return {
      description: 'the model test',
      dynamodb: this.#dynamodb,
      ...{ policyTable: 'policy', grantTable: 'grant', riskTable: 'risk', auditTable: 'audit' },
      trust: trust.value,
      routes,
      baseUrl: BASE,
    };
  }

  async close(): Promise<void> {
    for (const functions of this.#deployments.values()) functions.close();
    this.#audit.close();
    this.#dynamodb.destroy();
    await this.issuers.second.close();
    await this.#world.close();
  }

  #trust(): object {
    const issuers = (['first', 'second'] as const).map((name) => ({
      ...this.#shape.issuer(this.issuers[name].issuer),
      acr: acrField(meaningOf(name, this.#mapping), this.writing),
    }));
    return { acr: LADDER, publicUrl: BASE, issuers };
  }

  #start(bundles: readonly Parameters<typeof builtFunction>[0][], others: object = {}): Functions {
    const environment = {
      ...this.#world.environment,
      [ENVIRONMENT.auditTable]: 'audit',
      [ENVIRONMENT.acr]: JSON.stringify(LADDER),
      [ENVIRONMENT.service]: 'Model',
      ...others,
    };
    const functions = bundles.map((name) => ({
      ...builtFunction(name, environment, this.#trust()),
      timeout: 60,
    }));
    return createFunctions(
      { ...templateOf({}), functions },
      {
        environment: this.#world.time.environment,
        maxInstances: 1,
        onLog: (_, line) => {
          if (line.includes('"ERROR"')) this.#lastError = line;
        },
      },
    );
  }
}

export async function startModelWorld(profile: TokenProfile): Promise<ModelWorld> {
  const world = await startFunctionWorld({ acr: LADDER }, []);
  await createTables(world.endpoint, [AUDIT]);
  return new ModelWorld(world, await startIssuer(), shapeOf(profile));
}

function asTable(name: string): Table {
  return name === 'risk' || name === 'grant' ? name : 'policy';
}
