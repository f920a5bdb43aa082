/** The table of reasons in docs/operations.md has every reason that a log line or an explanation can have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSALS } from '../../admin/refusals/codes.ts';
import type { ChallengeReason } from '../../core/decision/challenge.ts';
import type { Allow, Decision, DenyReason } from '../../core/decision/decide.ts';
import type { PolicyLookup } from '../../core/policy/route-policy.ts';
import type { TokenRefusalCode } from '../../core/token/token-refusal.ts';

type WithoutReason = Exclude<Decision, Allow | { readonly reason: unknown }>['kind'];
type Reason =
  TokenRefusalCode | DenyReason | ChallengeReason | WithoutReason | `policy_${PolicyLookup['kind']}`;

/** The compiler compares it with the types: `npm run check` fails for one too many, and for one too few. */
const REASONS = {
  format: true,
  signature: true,
  unverifiable: true,
  duplicate: true,
  issuer: true,
  header: true,
  algorithm: true,
  kid: true,
  unknown_key: true,
  type: true,
  claim: true,
  client: true,
  client_not_allowed: true,
  audience: true,
  expired: true,
  not_yet_valid: true,
  auth_time: true,
  bound: true,
  policy_denies: true,
  policy_missing: true,
  policy_invalid: true,
  policy_unsatisfiable: true,
  machine_token: true,
  no_sign_in_shown: true,
  grants_not_yet: true,
  acr_unreachable: true,
  auth_time_unavailable: true,
  auth_time_missing: true,
  revoked_until_later: true,
  revoked: true,
  acr: true,
  max_age: true,
  grant_spent: true,
  grant_required: true,
  insufficient_scope: true,
  policy_found: true,
} satisfies Record<Reason, true>;

/** Those that stand in no type. */
const FURTHER = [
  'no_credential',
  'malformed_credential',
  'path_missing',
  'too_many_grants',
  'invalid_client',
  'invalid_scope',
];

const keysCodes = Object.keys(REFUSALS).filter((code) => code.startsWith('keys_'));
const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
const [, section = ''] = page.split('\n## What a reason means\n');
const [table = ''] = section.split('\n## ');
const rows = table
  .split('\n')
  .filter((line) => line.startsWith('| `') && !line.startsWith('| `reason`'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('docs/operations.md has one row for each reason', () => {
  const codes = rows.map(([, code = '']) => code.replaceAll('`', ''));
  expect(codes.toSorted()).toEqual([...Object.keys(REASONS), ...FURTHER, ...keysCodes].toSorted());
});

test('each row says what the reason means, and what to change', () => {
  for (const [, , meaning, change] of rows) {
    expect(meaning).toMatch(/\.$/);
    expect(change).toMatch(/\.$/);
  }
});
