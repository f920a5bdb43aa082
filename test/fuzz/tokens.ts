/** Access tokens: good ones that were changed, and others that the issuer might sign. */
import fc from 'fast-check';
import {
  edited,
  editedText,
  edits,
  isObject,
  jsonValues,
  textEdits,
  texts,
} from '../support/fuzz/arbitraries.ts';
import { TOKEN_PROFILES } from '../../core/trust/presets/presets.ts';
import { demand, fuzzTarget } from '../support/fuzz/target.ts';
import type { FuzzTarget } from '../support/fuzz/target.ts';
import { demandBoundedWork, FRESH_ROUTE } from '../support/fuzz/victim.ts';
import type { PresetShape } from '../support/tokens/preset-shapes.ts';
import { isPersonsAccessToken, mayHaveType } from './preset-marks.ts';
import type { FuzzVictim, FuzzVictims } from '../support/fuzz/victim.ts';
import { AUDIENCE } from '../support/tokens/issuer.ts';
import { AUTHORIZER_OUTCOMES, authorizerOutcome } from '../support/hostile/outcomes.ts';
import { authorizerEvent } from '../support/functions/rest-events.ts';

type Json = Readonly<Record<string, unknown>>;

async function authorize(victim: FuzzVictim, route: string, token: string): Promise<string> {
  const event = authorizerEvent(route, { Authorization: [`Bearer ${token}`] });
  victim.functions.forget();
  const outcome = authorizerOutcome(await victim.functions.invoke('authorizer', event));
  demandBoundedWork(victim, ['invalid_request', 'invalid_token'].includes(outcome) ? 0 : 3);
  demand(outcome !== 'fault', 'a fault that is the caller’s');
  return outcome;
}

const read = (part: string | undefined): unknown =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Only the unchanged token is accepted. */
export function changedTokens(victims: FuzzVictims): FuzzTarget {
  const changes = fc.record({
    header: edits(),
    payload: edits(),
    whole: textEdits,
    parts: fc.constantFrom(3, 3, 3, 2, 1),
    profile: fc.constantFrom(...TOKEN_PROFILES),
  });
  return fuzzTarget(
    'tokens: changed after signing',
    changes,
    AUTHORIZER_OUTCOMES,
    async ({ header, payload, whole, parts, profile }) => {
      const victim = victims.of(profile);
      const [first, second, signature = ''] = victim.strong.split('.');
      const changed = [
        header.length === 0 ? first : encode(edited(read(first), header) ?? null),
        payload.length === 0 ? second : encode(edited(read(second), payload) ?? null),
        signature,
      ];
      const token = editedText(changed.slice(0, parts).join('.'), whole);
      const outcome = await authorize(victim, 'POST /payments', token);
      demand(outcome !== 'allow' || token === victim.strong, 'a changed token was allowed');
      demand(outcome === 'allow' || token !== victim.strong, 'the good token was refused');
      return outcome;
    },
  );
}

const HEADER = { alg: 'ES256', kid: 'key-0' };
/** `$now` stands for a time relative to when the token is signed. */
const CLAIMS = {
  iss: '$issuer',
  sub: 'alice',
  aud: [AUDIENCE],
  client_id: 'app',
  scope: 'payments:write',
  acr: 'loa2',
  amr: ['pwd'],
  auth_time: { $now: -60 },
  nbf: { $now: -60 },
  exp: { $now: 600 },
};

const times = fc.oneof(
  fc.record({ $now: fc.oneof(fc.integer({ min: -1_000, max: 1_000 }), fc.constantFrom(-1e9, 1e9, 1e12)) }),
  fc.constantFrom('$issuer', AUDIENCE, [AUDIENCE], 'loa2', 'loa3', ['loa3'], 'app', 'alice'),
);
/** Seconds before and after now, mostly around the limits: of the leeway, of the route, of the library below. */
const offset = fc.oneof(
  fc.constantFrom(-310, -290, -70, -50, -20, -10, 0, 20, 50, 70, 290),
  fc.integer({ min: -700, max: 700 }),
);
/** The marks of vendors, and claims of other tokens. */
const MARKS = [
  ...['azp', 'cid', 'appid', 'applicationId', 'scp', 'acrs', 'aal', 'authmethod', 'uid', 'upn', 'user_id'],
  ...['session_id', 'token_use', 'tokenName', 'apptype', 'ext_attr', 'typ', 'gty', 'idtyp', 'grant_type'],
  ...['is_anonymous', 'nonce', 'at_hash', 'events'],
];

const signedInputs = fc.record({
  profile: fc.constantFrom(...TOKEN_PROFILES),
  times: fc.oneof(
    fc.constant({}),
    fc.dictionary(fc.constantFrom('exp', 'nbf', 'auth_time'), fc.record({ $now: offset }), { maxKeys: 2 }),
  ),
  header: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: edits(jsonValues, ['crit', 'b64', 'jwk', 'jku', 'x5u', 'x5c', 'zip', 'enc', 'cty']),
    },
  ),
  claims: edits(times, [...Object.keys(CLAIMS), ...MARKS, 'cnf', 'iat']),
  /** A claim that is written a second time, before all others. */
  twice: fc.option(fc.oneof(fc.constantFrom(...Object.keys(CLAIMS)), texts), { freq: 8, nil: undefined }),
});

/** The issuer has signed it: it opens the route exactly if a few lines that know nothing of the code say so. */
export function signedTokens(victims: FuzzVictims): FuzzTarget {
  return fuzzTarget(
    'tokens: signed by the issuer',
    signedInputs,
    AUTHORIZER_OUTCOMES,
    async ({ profile, header, times: ofItsOwn, claims, twice }) => {
      const victim = victims.of(profile);
      const { functions, shape, issuer } = victim;
      const now = seconds();
      const headerJson = edited({ ...HEADER, ...shape.header }, header);
      const payload = resolved(edited(shape.claims({ ...CLAIMS, ...ofItsOwn }), claims), now, issuer);
      const text = withMember(JSON.stringify(payload ?? null), twice);
      const token = await functions.issuer.signParts(JSON.stringify(headerJson ?? null), text);
      const outcome = await authorize(victim, FRESH_ROUTE.route, token);
      const isTwice = twice !== undefined && isObject(payload) && Object.hasOwn(payload, twice);
      const written: unknown = JSON.parse(text);
      const opensAt = (time: number) =>
        !isTwice &&
        isObject(headerJson) &&
        isObject(written) &&
        isAcceptable(headerJson, shape) &&
        isPersonsAccessToken(profile, written) &&
        mayOpen(written, shape, issuer, time);
      // Judged between these two: a token at a limit of its times may be past it by then, or not yet.
      const [before, after] = [opensAt(now), opensAt(seconds())];
      demand(before || after || outcome !== 'allow', 'allowed, against the claims that were signed');
      const isChanged = header.length + claims.length > 0 || twice !== undefined;
      demand(isChanged || !before || !after || outcome === 'allow', 'the good token was refused');
      return outcome;
    },
  );
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

function resolved(value: unknown, now: number, issuer: string): unknown {
  if (value === '$issuer') return issuer;
  if (!isObject(value)) return value;
  if (typeof value.$now === 'number') return now + value.$now;
  if (Array.isArray(value)) return value.map((one: unknown) => resolved(one, now, issuer));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one, now, issuer)]));
}

function withMember(text: string, name: string | undefined): string {
  return name === undefined || !text.startsWith('{"')
    ? text
    : `{${JSON.stringify(name)}:"x",${text.slice(1)}`;
}

function isAcceptable(header: Json, { profile, typ }: PresetShape): boolean {
  const forbidden = ['crit', 'b64', 'jwk', 'x5u', 'x5c', ...(profile === 'xsuaa' ? [] : ['jku'])].some(
    (name) => Object.hasOwn(header, name),
  );
  return (
    !forbidden &&
    header.alg === 'ES256' &&
    // The key set has one key: a token need not name it.
    (header.kid === 'key-0' || header.kid === undefined) &&
    mayHaveType(profile, header.typ, typ)
  );
}

/** At the time `now`: RFC 9068 §4 and the requirement of the route, with the 5 s of leeway that the trust config gives. */
function mayOpen(claims: Json, { writes }: PresetShape, issuer: string, now: number): boolean {
  const { iss, sub, aud, exp, nbf, cnf } = claims;
  const clients: readonly unknown[] = writes.client
    .map((name) => claims[name])
    .filter((client) => client !== undefined);
  // Others may name the client of this vendor, too, such as client_id beside azp.
  const named = [...clients, claims.client_id, claims.azp, claims.appid];
  const times = writes.factors === true ? timesIn(claims.amr) : [claims.auth_time];
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const isTime = (value: unknown): value is number =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  const isUser = isText(sub) && named.some(isText) && !clients.includes(sub);
  const isInTime = isTime(exp) && exp > now - 5 && (nbf === undefined || (isTime(nbf) && nbf <= now + 5));
  const isFresh =
    times.length > 0 &&
    times.every((time) => isTime(time) && time <= now + 5 && now - time <= FRESH_ROUTE.maxAge);
  const words: readonly unknown[] = [claims[writes.acr]].flat();
  const isStrong = words.some((word) => word === 'loa2' || word === 'loa3');
  return (
    iss === issuer &&
    [aud].flat().includes(AUDIENCE) &&
    isUser &&
    isInTime &&
    isFresh &&
    isStrong &&
    cnf === undefined
  );
}

/** Of the methods of a sign-in, each with its time. */
function timesIn(amr: unknown): readonly unknown[] {
  return Array.isArray(amr) ? amr.map((one: unknown) => (isObject(one) ? one.timestamp : undefined)) : [];
}
