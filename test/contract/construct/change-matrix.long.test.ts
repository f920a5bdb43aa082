/** A later deployment with another option changes what it must, and loses nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANGES } from '../../support/change-matrix/changes.ts';
import { withChangeTable } from '../../support/change-matrix/document.ts';
import { effectsOf, withoutHash } from '../../support/change-matrix/matrix.ts';

const DEPLOYMENT = 'AWS::ApiGateway::Deployment';
const TABLE = 'AWS::DynamoDB::Table';

test.each(CHANGES)(
  '$name replaces and takes out of the stack no more than it says, and never a table',
  (change) => {
    const effects = effectsOf(change);
    const of = (...impacts: readonly string[]) => effects.filter(({ impact }) => impacts.includes(impact));
    const names = (some: typeof effects) => some.map(({ logicalId }) => withoutHash(logicalId));
    expect(names(of('replaced', 'maybe replaced'))).toEqual(change.replaced ?? []);
    const gone = of('deleted', 'kept without a stack').filter(({ type }) => type !== DEPLOYMENT);
    expect(names(gone)).toEqual(change.gone ?? []);
    expect(of('deleted', 'replaced', 'maybe replaced').filter(({ type }) => type === TABLE)).toEqual([]);
  },
);

test('docs/deploy.md has them all (npm run docs writes the table)', () => {
  const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'deploy.md'), 'utf8');
  expect(withChangeTable(page)).toBe(page);
});
