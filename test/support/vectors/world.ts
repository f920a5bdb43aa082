/** What the runners of the vectors share: three issuers, the tables, and a clock that stands still. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createGrantStore } from '../../../adapters/stores/grant-store.ts';
import { hashParts } from '../../../adapters/hash.ts';
import type { TokenProfile } from '../../../core/trust/presets/presets.ts';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import type { TrustConfig } from '../../../core/trust/trust-config.ts';
import type { Grant } from '../../../core/decision/grant.ts';
import type { ApiStage } from '../../../core/decision/input.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../../local/dynamodb.ts';
import type { Database } from '../tables/database.ts';
import { startFunctionWorld } from '../functions/function-world.ts';
import { AUDIENCE, startIssuer } from '../tokens/issuer.ts';
import { shapeOf } from '../tokens/preset-shapes.ts';
import type { PresetShape } from '../tokens/preset-shapes.ts';
import type { TestIssuer } from '../tokens/issuer.ts';
import type { HeaderPairs } from '../send.ts';
import { storedGrant } from '../tables/stored-grant.ts';
import { moveTime } from '../time/moved-time.ts';
import { VECTOR_BASE } from './outcome.ts';
import { place, VECTOR_ACR } from './vectors.ts';
import type { PlacedVector, Vector, VectorIssuer } from './vectors.ts';

export interface VectorWorld {
  readonly trust: TrustConfig;
  readonly database: Database;
  readonly dynamodb: DynamoDBClient;
  readonly start: number;
  /** What the issuers, but for the realm, write their tokens like. */
  readonly shape: PresetShape;
  /** The grant of a case; throws where it has none, or one that is in no table. */
  readonly grantOf: (placed: PlacedVector, api: ApiStage) => Grant;
  /** Of the functions: tables, issuers, clock. */
  readonly environment: Readonly<Record<string, string>>;
  readonly issuerUrl: (issuer: VectorIssuer) => string;
  /** Places a case for a runner. */
  readonly place: (vector: Vector, runner: string) => PlacedVector;
  /** The same, with its items, its risk and its grant in the tables, and the clock set to it. */
  readonly prepare: (vector: Vector, runner: string, api: ApiStage) => Promise<PreparedVector>;
  readonly close: () => Promise<void>;
}

/** A case with a token, and a grant beside it, as a client would send them. */
export interface PreparedVector extends PlacedVector {
  readonly token: string;
  readonly grantValue: string | undefined;
  /** Headers with the credential and those of the case. */
  readonly headers: HeaderPairs;
}

/** With issuers that write their tokens as this profile says. */
export async function startVectorWorld(profile: TokenProfile = 'rfc9068'): Promise<VectorWorld> {
  const shape = shapeOf(profile);
  const time = moveTime({ limitsHere: true });
  const start = Math.floor(Date.now() / 1000);
  time.stopAt(start);
  const world = await startFunctionWorld({ acr: VECTOR_ACR, publicUrl: VECTOR_BASE }, []);
  const issuers = { home: world.issuer, partner: await startIssuer(), realm: await startIssuer() };
  const trust = trustIn(issuers, shape);
  const dynamodb = new DynamoDBClient({
    endpoint: world.proxy.endpoint,
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
  });
  const shapes = { home: shape, partner: shape, realm: shapeOf('keycloak') };
  const issuerUrl = (name: VectorIssuer) => shapes[name].issuer(issuers[name].issuer).issuer;
  const placeAt = (vector: Vector, runner: string) =>
    place(vector, runner, {
      ...{ start, issuer: issuerUrl(vector.issuer), audience: AUDIENCE },
      write: shapes[vector.issuer].claims,
    });
  const grantFor = (placed: PlacedVector, api: ApiStage) => grantOf(placed, shape, issuerUrl, api);

  async function prepare(vector: Vector, runner: string, api: ApiStage): Promise<PreparedVector> {
    const placed = placeAt(vector, runner);
    time.stopAt(placed.now);
    for (const item of placed.items) await world.database.put('policy', item);
    const { subject, ...risk } = placed.risk ?? {};
    if (subject !== undefined) {
      const id = hashParts(issuerUrl(vector.issuer), subject);
      await world.database.put('risk', { ...risk, id });
    }
    const token = await issuers[vector.issuer].signParts(
      JSON.stringify({ alg: 'ES256', kid: 'key-0', ...shapes[vector.issuer].header }),
      JSON.stringify(placed.written),
    );
    const grantValue = await grantValueOf(placed, api);
    const credential = [
      ['Authorization', `Bearer ${token}`],
      ...(grantValue === undefined ? [] : [['Step-Up-Grant', grantValue] as const]),
    ] as const;
    return { ...placed, token, grantValue, headers: [...credential, ...vector.request.headers] };
  }

  async function grantValueOf(placed: PlacedVector, api: ApiStage): Promise<string | undefined> {
    const { vector } = placed;
    if (vector.grant === undefined) return undefined;
    if (vector.grant === 'malformed') return 'not-a-grant';
    if (vector.grant === 'unknown') return `sug_${'x'.repeat(43)}`;
    const signal = AbortSignal.timeout(10_000);
    const store = createGrantStore(dynamodb, 'grant', () => undefined);
    const grant = grantFor(placed, api);
    const { spent, authTime } = vector.grant;
    if (spent !== false) {
      const item = spent === true ? grant.target : placed.placed(spent);
      await store.use({ ...grant, authTime: placed.moment(authTime), target: item, item }, signal);
    }
    return storedGrant(dynamodb, grant, signal);
  }

  return {
    trust,
    shape,
    grantOf: grantFor,
    database: world.database,
    dynamodb,
    start,
    environment: {
      ...world.environment,
      ...time.environment,
    },
    issuerUrl,
    place: placeAt,
    prepare,
    close: async () => {
      time.restore();
      dynamodb.destroy();
      await issuers.partner.close();
      await issuers.realm.close();
      await world.close();
    },
  };
}

function trustIn(issuers: Readonly<Record<VectorIssuer, TestIssuer>>, shape: PresetShape): TrustConfig {
  const parsed = parseTrustConfig(
    {
      acr: VECTOR_ACR,
      publicUrl: VECTOR_BASE,
      issuers: [
        shape.issuer(issuers.home.issuer),
        { ...shape.issuer(issuers.partner.issuer), acr: { values: { bronze: 'loa1', silver: 'loa2' } } },
        shapeOf('keycloak').issuer(issuers.realm.issuer),
      ],
    },
    { allowLoopbackIssuers: true },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

function grantOf(
  { vector, subject, clientId, method, template, moment, placed }: PlacedVector,
  shape: PresetShape,
  issuerUrl: (issuer: VectorIssuer) => string,
  api: ApiStage,
): Grant {
  if (typeof vector.grant !== 'object') throw new Error('the case has no grant that a table could hold');
  const { grant } = vector;
  return {
    issuer: issuerUrl(grant.issuer ?? vector.issuer),
    subject: grant.subject ?? subject,
    clientId: grant.client ?? clientId,
    said: shape.said({ acr: grant.acr, auth_time: moment(grant.authTime) }),
    target: grant.target === undefined ? `${method} ${template}` : placed(grant.target),
    boundParameters: grant.path,
    apiId: grant.apiId ?? api.apiId,
    stage: grant.stage ?? api.stage,
    issuedAt: moment(grant.issuedAt),
    expiresAt: moment(grant.expiresAt),
  };
}
