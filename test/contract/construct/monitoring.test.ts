import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleResources } from '../../support/stacks/example-stack.ts';
import { ofType, onlyOne } from '../../support/stacks/synth.ts';
import type { Resources } from '../../support/stacks/synth.ts';

let resources: Resources;
beforeAll(() => {
  resources = exampleResources();
});

test('an edit of policy that breaks or loosens rings, and so does an audit that fails or is late', () => {
  const names = ofType(resources, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties.MetricName);
  expect(names).toEqual(
    expect.arrayContaining(['PolicyEditInvalid', 'PolicyEditLoosened', 'PolicyAuditFailed', 'IteratorAge']),
  );
  const delay = onlyOne(resources, 'AWS::CloudWatch::Alarm', 'PolicyAuditDelay').Properties;
  const audit = onlyOne(resources, 'AWS::Lambda::Function', 'PolicyAudit');
  expect(delay).toMatchObject({
    Namespace: 'AWS/Lambda',
    Dimensions: [{ Name: 'FunctionName', Value: { Ref: audit.id } }],
    Threshold: 300_000,
    Statistic: 'Maximum',
  });
});

test('alarms say what to do', () => {
  const alarms = ofType(resources, 'AWS::CloudWatch::Alarm');
  expect(alarms.length).toBeGreaterThanOrEqual(15);
  const runbook = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'operations.md'), 'utf8');
  for (const { Properties } of alarms) {
    const [, section = 'none'] =
      /Runbook: docs\/operations\.md, under (\w+)\.$/.exec(String(Properties.AlarmDescription)) ?? [];
    expect(runbook).toMatch(new RegExp(`^\\*\\*.*\\b${section}\\b`, 'm'));
  }
});
