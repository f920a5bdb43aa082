/** Grants as they stand in the table: valid ones that were changed, presented beside a token that does not suffice. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { hashSecret } from '../../adapters/hash.ts';
import { edited, edits, isObject, jsonValues } from '../support/fuzz/arbitraries.ts';
import { demand, fuzzTarget } from '../support/fuzz/target.ts';
import type { FuzzTarget } from '../support/fuzz/target.ts';
import { demandBoundedWork } from '../support/fuzz/victim.ts';
import type { FuzzVictim } from '../support/fuzz/victim.ts';
import { AUTHORIZER_OUTCOMES, authorizerOutcome } from '../support/hostile/outcomes.ts';
import { authorizerEvent } from '../support/functions/rest-events.ts';

/** `$now` and `$issuer` stand for what is known when it is stored. */
const GRANT = {
  subjectHash: 'hash',
  holderHash: 'hash',
  issuer: '$issuer',
  subject: 'alice',
  clientId: 'app',
  signIn: {
    names: { acr: 'acr', amr: 'amr', authTime: 'auth_time' },
    claims: { acr: 'loa2', amr: ['pwd'], auth_time: { $now: -60 } },
  },
  target: 'POST /transfers',
  apiId: 'abcdefghij',
  stage: 'v1',
  issuedAt: { $now: -30 },
  expiresAt: { $now: 600 },
};
const values = fc.oneof(
  fc.record({ $now: fc.integer({ min: -2_000, max: 2_000 }) }),
  fc.constantFrom<unknown>(
    'bob',
    'other',
    'loa1',
    'loa3',
    'POST /payments',
    'GET /open',
    'v2',
    null,
    true,
    '',
    0,
  ),
  jsonValues,
);

export function grantsInTheTable(victim: FuzzVictim): FuzzTarget {
  const { functions, ordinary } = victim;
  let count = 0;
  const inputs = edits(values, Object.keys(GRANT));
  return fuzzTarget(
    'grants: items in the table',
    inputs,
    [...AUTHORIZER_OUTCOMES, 'not storable'],
    async (changes) => {
      count += 1;
      const value = `sug_${String(count).padStart(43, '0')}`;
      const now = Math.floor(Date.now() / 1000);
      const item = edited(GRANT, changes);
      if (!isObject(item)) return 'not storable';
      const plain = Object.fromEntries(
        Object.entries(item).map(([name, one]) => [
          name,
          name === 'signIn' ? kept(one, now) : resolved(one, now, functions.issuer.issuer),
        ]),
      );
      if (!(await isStored({ ...plain, id: hashSecret(value) }))) return 'not storable';
      functions.forget();
      const headers = { Authorization: [`Bearer ${ordinary}`], 'Step-Up-Grant': [value] };
      const outcome = authorizerOutcome(
        await functions.invoke('authorizer', authorizerEvent('POST /transfers', headers)),
      );
      demandBoundedWork(victim, 3);
      demand(outcome !== 'fault', 'a fault, where the grant should count for nothing');
      demand(outcome !== 'allow' || opens(plain, now), 'allowed, against what the grant says');
      demand(outcome === 'allow' || changes.length > 0, 'the good grant was refused');
      return outcome;
    },
  );

  async function isStored(item: object): Promise<boolean> {
    try {
      const attributes: Record<string, AttributeValue> = marshall(item, { removeUndefinedValues: true });
      await functions.putAttributes('grant', attributes);
      return true;
    } catch {
      return false;
    }
  }

  function opens(grant: Readonly<Record<string, unknown>>, now: number): boolean {
    const { issuer, subject, clientId, signIn, target, apiId, stage, issuedAt, expiresAt } = grant;
    return (
      issuer === functions.issuer.issuer &&
      subject === 'alice' &&
      clientId === 'app' &&
      (acrIn(signIn) === 'loa2' || acrIn(signIn) === 'loa3') &&
      target === 'POST /transfers' &&
      apiId === 'abcdefghij' &&
      stage === 'v1' &&
      Number(expiresAt) > now &&
      now <= Number(issuedAt) + 900
    );
  }
}

function resolved(value: unknown, now: number, issuer: string): unknown {
  if (value === '$issuer') return issuer;
  return isObject(value) && typeof value.$now === 'number' ? now + value.$now : value;
}

/** The sign-in is kept as JSON. */
function kept(value: unknown, now: number): unknown {
  return isObject(value) ? JSON.stringify(value, (_, part: unknown) => resolved(part, now, '')) : value;
}

function acrIn(signIn: unknown): unknown {
  const said: unknown = typeof signIn === 'string' ? JSON.parse(signIn) : undefined;
  return isObject(said) && isObject(said.claims) ? said.claims.acr : undefined;
}
