/** cfn-lint: the rules of CloudFormation and of each resource type, in each region. */
import { join } from 'node:path';
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

const program = { name: 'cfn-lint', version: '1.58.0' };

const matches = v.array(
  v.object({
    Message: v.string(),
    Rule: v.object({ Id: v.string() }),
    Location: v.object({ Path: v.nullish(v.array(v.union([v.string(), v.number()])), []) }),
  }),
);

export const cfnLint: Peer = {
  ...program,
  does: 'judges the templates of the example and of the consumer app, in three partitions',
  limit: 600,
  install: (step) =>
    installPython({ ...program, constraints: join(import.meta.dirname, 'constraints.txt') }, step),
  start: nothing,
  test: async ({ check }, { home, signal }) => {
    const findings: Finding[] = [];
    const templates = judgedTemplates();
    for (const template of templates) {
      const args = ['--regions', template.region ?? 'us-east-1', '--format', 'json', '--', template.file];
      const { code, stdout, stderr } = await run(join(commandsOf(program, home), 'cfn-lint'), args, {
        signal,
      });
      if (code === null || code === 1 || stdout === '') throw new Error(`cfn-lint does not judge: ${stderr}`);
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
  return v.parse(matches, JSON.parse(output)).map(({ Message, Rule, Location }) => {
    const [section, id] = Location.Path.map(String);
    const where = section === 'Resources' && id !== undefined ? resourceIn(file, id) : { on: section ?? '' };
    return { rule: Rule.Id, app, template: name, message: Message, ...where };
  });
}
