/** The table of changes in docs/deploy.md. */
import { withTable } from '../../../admin/page-table.ts';
import { CHANGES } from './changes.ts';
import { effectsOf, withoutHash } from './matrix.ts';
import type { Effect } from './matrix.ts';

const DEPLOYMENT = 'AWS::ApiGateway::Deployment';

/** So many of one type are counted, not named. */
const MANY = 4;

/** The page with a new table in the place of its old one. */
export function withChangeTable(page: string): string {
  return withTable(page, 'test/support/change-matrix', [
    ['change', 'updated', 'new', 'no longer in the stack', 'API deployed anew'],
    ...CHANGES.map((change) => {
      const effects = effectsOf(change);
      const parts = effects.filter(({ type }) => type !== DEPLOYMENT);
      const named = (...impacts: readonly Effect['impact'][]) =>
        namesOf(parts.filter(({ impact }) => impacts.includes(impact)));
      const isDeployedAnew = effects.some(({ type, impact }) => type === DEPLOYMENT && impact === 'created');
      return [
        change.name,
        named('updated', 'replaced'),
        named('created'),
        named('deleted', 'kept without a stack'),
        isDeployedAnew ? 'yes' : '',
      ];
    }),
  ]);
}

function namesOf(effects: readonly Effect[]): string {
  return Object.entries(Object.groupBy(effects, ({ type }) => type))
    .flatMap(([type, ones = []]) =>
      ones.length < MANY ? ones.map(nameOf) : [`${ones.length} of \`${type}\``],
    )
    .join(', ');
}

function nameOf({ logicalId, impact }: Effect): string {
  const name = `\`${withoutHash(logicalId)}\``;
  if (impact === 'kept without a stack') return `${name} (kept)`;
  return impact === 'replaced' ? `${name} (replaced)` : name;
}
