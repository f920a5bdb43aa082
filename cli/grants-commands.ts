/** The commands of `step-up grants`. */
import type { Command } from 'commander';
import { timeText } from '../admin/moment.ts';
import { AdminRefusal } from '../admin/refusals/refusal.ts';
import type { KeptGrant } from '../admin/users/grant-table.ts';
import type { RevokedGrants } from '../admin/users/grants.ts';
import { valueOf } from '../admin/use-case.ts';
import { globalOptions } from './program.ts';
import type { Runtime } from './runtime.ts';
import { saidAcr } from '../core/token/said-sign-in.ts';

export function addGrantsCommands(program: Command, runtime: Runtime): void {
  const grants = program.command('grants').description('step-up grants, by user');
  addListCommand(grants, runtime);
  addRevokeCommand(grants, runtime);
}

interface UserOptions {
  readonly issuer?: string;
}

function addListCommand(group: Command, runtime: Runtime): void {
  group
    .command('list')
    .argument('<subject>', 'the claim sub of the user')
    .description('the grants of a user: what each opens, and until when')
    .option('--issuer <url>', 'the issuer of the user, if several issuers are trusted')
    .action(async (subject: string, { issuer }: UserOptions, command: Command) => {
      const { json } = globalOptions(command);
      const connection = await runtime.connect(globalOptions(command));
      const request = { subject, issuer, now: runtime.now() };
      const grants = valueOf(await runtime.admin.listGrants(connection, request));
      if (json === true) runtime.print(JSON.stringify(grants.map(documentOf)));
      else if (grants.length === 0) runtime.print(`${subject} holds no grant`);
      else for (const one of grants) runtime.print(lineOf(one));
    });
}

interface RevokeOptions extends UserOptions {
  readonly id?: string;
}

function addRevokeCommand(grants: Command, runtime: Runtime): void {
  grants
    .command('revoke')
    .argument('[subject]', 'the claim sub of the user: all grants of the user are deleted')
    .description('delete grants: all grants of a user, or a single one')
    .option('--issuer <url>', 'the issuer of the user, if several issuers are trusted')
    .option('--id <hash>', 'this grant alone: the hash that "grants list" shows')
    .action(async (subject: string | undefined, options: RevokeOptions, command: Command) => {
      const which = revokedBy(subject, options);
      const connection = await runtime.connect(globalOptions(command));
      const { revoked } = valueOf(await runtime.admin.revokeGrants(connection, which));
      const count = `${revoked.length} ${revoked.length === 1 ? 'grant' : 'grants'} revoked`;
      runtime.print(
        globalOptions(command).json === true ? JSON.stringify({ revoked }) : `${count}${hintFor(subject)}`,
      );
    });
}

function revokedBy(subject: string | undefined, { id, issuer }: RevokeOptions): RevokedGrants {
  if (subject !== undefined && id === undefined) return { subject, issuer };
  if (subject === undefined && id !== undefined) return { id };
  throw new AdminRefusal('usage', 'name the user, or a single grant with --id, and not both');
}

function hintFor(subject: string | undefined): string {
  return subject === undefined
    ? ''
    : `. The sign-in can be exchanged again: "risk revoke ${subject}" voids that, too`;
}

/** A grant as JSON. `path` is the stored attribute: the values of the template's parameters that the grant is bound to. */
function documentOf({ id, grant }: KeptGrant) {
  if (grant === undefined) return { id };
  const { boundParameters, said, ...rest } = grant;
  return { id, ...rest, signIn: said.claims, path: boundParameters };
}

function lineOf({ id, grant }: KeptGrant): string {
  if (grant === undefined) return `${id}  of a form that this version does not know: it opens nothing`;
  const { target, boundParameters, clientId, said, expiresAt } = grant;
  const what = boundParameters === undefined ? target : `${target} (${boundParameters})`;
  return `${id}  ${what}  for ${clientId}, ${saidAcr(said) ?? 'no acr'}, until ${timeText(expiresAt)}`;
}
