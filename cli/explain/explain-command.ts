/** `step-up explain`: what the authorizer would decide on a request, and why. */
import type { Command } from 'commander';
import { EXIT } from '../../admin/refusals/codes.ts';
import type { Runtime } from '../runtime.ts';
import type { ExitCode } from '../../admin/refusals/codes.ts';
import { documentOf } from '../../admin/explain/document.ts';
import type { ExplainNote } from '../../admin/explain/explain-request.ts';
import type { Explanation } from '../../admin/explain/explanation.ts';
import { valueOf } from '../../admin/use-case.ts';
import { explainRequestOf } from './explain-input.ts';
import type { ExplainOptions } from './explain-input.ts';
import { reportOf } from './explain-report.ts';
import { withSecretInput } from '../secret-input.ts';

/** Adds the command. Exit codes: 0 the request would pass, 2 it would not, 3 its policy is invalid or missing. */
export function addExplainCommand(program: Command, runtime: Runtime): void {
  const several = (value: string, all: readonly string[]) => [...all, value];
  program
    .command('explain')
    .summary('what a request would get, and why')
    .description(
      'Tells what the authorizer would decide on a request, and why: which policy item counts, which rules match, ' +
        'what is required and what meets it, the decision, and the answer that the client would get. ' +
        'Nothing is written and no grant is spent.',
    )
    .argument('<method>', 'such as POST')
    .argument('<path>', 'as a caller sends it (/payments/17), or the template (/payments/{id})')
    .option('--token <token>', 'the access token, verified as the authorizer does; - for standard input')
    .option('--claims <file>', 'claims of a token, in YAML or JSON, instead of a token')
    .option('--issuer <issuer>', 'the trusted issuer of the claims')
    .option('--grant <grant>', 'the grant beside the token (sug_…); - for standard input')
    .option('--grant-file <file>', 'a file with the grant, or with a description of one in YAML or JSON')
    .option('--risk <file or JSON>', 'the risk of the user, instead of what the risk table says')
    .option('--at <time>', 'the time of the request: 2026-12-01T06:00:00Z, seconds since 1970, or now+1h')
    .option('--ip <address>', 'the address that the request comes from')
    .option('--header <name: value>', 'a header of the request; may be repeated', several, [])
    .option('--query <name=value>', 'a parameter of the query; may be repeated', several, [])
    .action(async (method: string, path: string, _: unknown, command: Command) => {
      await run(method, path, command.optsWithGlobals<ExplainOptions>(), runtime);
    });
}

async function run(method: string, path: string, given: ExplainOptions, runtime: Runtime): Promise<void> {
  const options = await withSecretInput(given, runtime);
  const connection = await runtime.connect(options);
  const request = explainRequestOf(method, path, options, runtime.now());
  const { explanation, notes } = valueOf(await runtime.admin.explainRequest(connection, request));
  for (const note of notes) runtime.inform(noteText(note, explanation));
  if (options.json === true) runtime.print(JSON.stringify(documentOf(explanation), undefined, 2));
  else for (const line of reportOf(explanation)) runtime.print(line);
  runtime.exit(exitCodeOf(explanation));
}

function exitCodeOf({ policy, decision }: Explanation): ExitCode {
  if (policy.lookup.kind !== 'found' || decision.reason === 'policy_invalid') return EXIT.invalid;
  return decision.kind === 'allow' ? EXIT.ok : EXIT.no;
}

function noteText(note: ExplainNote, { template }: Explanation): string {
  switch (note) {
    case 'routes_unknown':
      return `The routes of the API are not known: ${template} is used as the template.`;
    case 'api_unknown':
      return 'The API and its stage are not known: the grant is assumed to be for them.';
    case 'grant_unreadable':
      return 'The grant is in the table, but does not have the form that this version knows.';
  }
}
