/** Values of Step-Up-Grant that are no grant, around one that is: its prefix, length, characters, hash, and what it is not. */
import { createHash } from 'node:crypto';
import { GRANT_HEADER } from '../../../../core/contract.ts';
import type { HostileRequest, HostileVictim } from '../../../support/hostile/request.ts';
import { printable } from '../../../support/hostile/printable.ts';
import { authorizerEvent } from '../../../support/functions/rest-events.ts';

/** Beside a token that suffices, and beside one that does not: the grant adds nothing. */
export function hostileGrants({ strong, ordinary, grant }: HostileVictim): HostileRequest[] {
  const value = grant.slice(4);
  const values = [
    ...[
      '',
      ' ',
      'null',
      '*',
      '%',
      'sug_',
      'sug_*',
      '__proto__',
      'constructor',
      '{}',
      '[]',
      "' OR '1'='1",
      '../',
    ],
    ...[
      ' ',
      '\n',
      '\u0000',
      '=',
      ',',
      ';',
      'A',
      '"',
      '%00',
      '\u200b',
      `,${grant}`,
      `, ${grant}`,
      ` ${grant}`,
    ].flatMap((extra) => [grant + extra, extra + grant]),
    ...[
      value,
      `SUG_${value}`,
      `Sug_${value}`,
      `sug-${value}`,
      `sug_sug_${value}`,
      `Bearer ${grant}`,
      `"${grant}"`,
    ],
    grant.slice(0, -1),
    grant.toUpperCase(),
    grant.toLowerCase(),
    `sug_${Buffer.from(value).toReversed().toString()}`,
    `sug_${'A'.repeat(43)}`,
    `sug_${'_'.repeat(43)}`,
    `sug_${'+'.repeat(43)}`,
    `sug_${'а'.repeat(43)}`,
    `sug_${value.slice(1)}=`,
    encodeURIComponent(`${grant} `),
    Buffer.from(grant).toString('base64'),
    createHash('sha256').update(grant).digest('hex'),
    JSON.stringify({ grant }),
    strong,
    `sug_${'A'.repeat(100_000)}`,
    'A'.repeat(100_000),
    'sug_'.repeat(250_000),
  ];
  return values.flatMap((one) =>
    [
      { token: strong, outcome: 'step_up_grant_required' },
      { token: ordinary, outcome: 'insufficient_user_authentication' },
    ].map(({ token, outcome }) => ({
      kind: 'grant',
      name: `${GRANT_HEADER}: ${printable(one)}, ${outcome}`,
      to: 'authorizer' as const,
      outcome,
      event: authorizerEvent('POST /transfers', {
        Authorization: [`Bearer ${token}`],
        [GRANT_HEADER]: [one],
      }),
    })),
  );
}
