/** What of the findings of others is accepted, and what is new (test/interop). */
import { ACCEPTED } from '../interop/accepted.ts';
import { judge } from '../interop/findings.ts';
import type { Accepted, Finding } from '../interop/findings.ts';

const FINDING: Finding = {
  rule: 'R1',
  app: 'example',
  template: 'example cn-north-1',
  on: 'PolicyTable',
  type: 'AWS::DynamoDB::Table',
  properties: { SSESpecification: { SSEEnabled: false } },
  message: 'no key',
};
const ENTRY: Accepted = { peer: 'p', rule: 'R1', on: ['AWS::DynamoDB::Table'], why: 'because' };
const TEMPLATES = ['example', 'example cn-north-1'];

const problems = (findings: readonly Finding[], ...accepted: Accepted[]) =>
  judge(TEMPLATES, findings, accepted).map(({ problem }) => problem);

test('a finding that is on the list passes, by the type or by the name of its resource', () => {
  expect(problems([FINDING], ENTRY)).toEqual([undefined, undefined, undefined]);
  expect(problems([FINDING], { ...ENTRY, on: ['PolicyTable'] })).toEqual([undefined, undefined, undefined]);
});

test('a finding that is not on the list fails the template that it is in', () => {
  const found = 'R1 AWS::DynamoDB::Table PolicyTable: no key';
  expect(problems([FINDING])).toEqual([undefined, found, undefined]);
  const others: Partial<Accepted>[] = [
    { rule: 'R2' },
    { on: ['Other'] },
    { app: 'consumer' },
    { saying: 'KeyId' },
  ];
  for (const other of others) expect(problems([FINDING], { ...ENTRY, ...other })[1]).toBe(found);
});

test('an entry that nothing is found for fails, and so does a part of one', () => {
  expect(problems([], ENTRY)[2]).toBe('take out of accepted.ts: R1 on AWS::DynamoDB::Table');
  expect(problems([FINDING], { ...ENTRY, on: ['PolicyTable', 'Gone'] })[2]).toBe(
    'take out of accepted.ts: R1 on Gone',
  );
});

test('every accepted finding has its reason', () => {
  for (const { why } of ACCEPTED) expect(why).toMatch(/^.{20,}\.$/);
});
