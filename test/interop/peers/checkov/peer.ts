/** checkov: what a security policy asks of the resources. It runs offline. */
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { ACCEPTED } from '../../accepted.ts';
import { run } from '../../command.ts';
import { judge, resourceIn } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { nothing } from '../../peer.ts';
import type { Peer } from '../../peer.ts';
import { commandsOf, installPython } from '../../python.ts';
import { judgedTemplates } from '../../templates.ts';
import type { JudgedTemplate } from '../../templates.ts';

const program = { name: 'checkov', version: '3.3.30' };

const failed = v.object({ check_id: v.string(), check_name: v.string(), resource: v.string() });
const outcome = v.object({
  check_type: v.literal('cloudformation'),
  results: v.object({ failed_checks: v.array(failed) }),
  summary: v.object({ passed: v.pipe(v.number(), v.minValue(1)), parsing_errors: v.literal(0) }),
});

export const checkov: Peer = {
  ...program,
  does: 'judges the same templates by its policies for CloudFormation, offline',
  limit: 900,
  install: (step) =>
    installPython({ ...program, constraints: join(import.meta.dirname, 'constraints.txt') }, step),
  start: nothing,
  test: async ({ check }, { home, signal }) => {
    const findings: Finding[] = [];
    const templates = judgedTemplates();
    for (const template of templates) {
      const flags = [
        '--framework',
        'cloudformation',
        '--output',
        'json',
        '--skip-download',
        '--quiet',
        '--compact',
      ];
      const args = ['--file', basename(template.file), ...flags];
      const { stdout, stderr } = await run(join(commandsOf(program, home), 'checkov'), args, {
        signal,
        cwd: dirname(template.file),
        // Any other value of the environment could make it look for a platform.
        env: { BC_API_KEY: '', LOG_LEVEL: 'ERROR' },
      });
      if (stdout.trim() === '') throw new Error(`checkov does not judge ${template.name}: ${stderr}`);
      findings.push(...findingsOf(template, stdout));
    }
    const accepted = ACCEPTED.filter(({ peer }) => peer === program.name);
    judge(
      templates.map(({ name }) => name),
      findings,
      accepted,
    ).forEach(check);
  },
  stop: nothing,
};

function findingsOf({ app, name, file }: JudgedTemplate, output: string): Finding[] {
  const { results } = v.parse(outcome, JSON.parse(output));
  return results.failed_checks.map(({ check_id: rule, check_name: message, resource }) => {
    const id = resource.slice(resource.indexOf('.') + 1);
    return { rule, app, template: name, message, ...resourceIn(file, id) };
  });
}
