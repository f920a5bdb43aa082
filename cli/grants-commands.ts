/** The commands of `step-up grants`. `grant.notBefore` in the policy of a route revokes all its grants. */
import type { Command } from 'commander';
import { AdminRefusal } from '../admin/refusal.ts';
import type { Connection } from '../admin/protected-api.ts';
import type { Runtime } from './runtime.ts';
import { grantOf, grantsOf, removeGrant } from '../admin/users/grant-table.ts';
import type { KeptGrant } from '../admin/users/grant-table.ts';
import { timeText } from '../admin/moment.ts';
import { namedUser } from '../admin/users/named-user.ts';
import { globalOptions } from './program.ts';

const HASH = /^[0-9a-f]{64}$/;

export function addGrantsCommands(program: Command, runtime: Runtime): void {
  const grants = program.command('grants').description('step-up grants, by user');
  addListCommand(grants, runtime);
  addRevokeCommand(grants, runtime);
}

interface UserOptions {
  readonly issuer?: string;
}

function addListCommand(grants: Command, runtime: Runtime): void {
  grants
    .command('list')
    .argument('<subject>', 'the claim sub of the user')
    .description('the grants of a user: what each opens, and until when')
    .option('--issuer <url>', 'the issuer of the user, if several issuers are trusted')
    .action(async (subject: string, { issuer }: UserOptions, command: Command) => {
      const { json } = globalOptions(command);
      const connection = await runtime.connect(globalOptions(command));
      const found = await grantsOf(connection, namedUser(connection, subject, issuer));
      const live = found.filter(({ grant }) => grant === undefined || grant.expiresAt > runtime.now());
      if (json === true) runtime.print(JSON.stringify(live.map(documentOf)));
      else if (live.length === 0) runtime.print(`${subject} holds no grant`);
      else for (const one of live) runtime.print(lineOf(one));
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
      const connection = await runtime.connect(globalOptions(command));
      const revoked = await idsToRevoke(connection, subject, options);
      for (const id of revoked) await removeGrant(connection, id);
      const count = `${revoked.length} ${revoked.length === 1 ? 'grant' : 'grants'} revoked`;
      runtime.print(
        globalOptions(command).json === true ? JSON.stringify({ revoked }) : `${count}${hintFor(subject)}`,
      );
    });
}

async function idsToRevoke(
  connection: Connection,
  subject: string | undefined,
  { id, issuer }: RevokeOptions,
): Promise<readonly string[]> {
  if (subject !== undefined && id === undefined) {
    const found = await grantsOf(connection, namedUser(connection, subject, issuer));
    return found.map((one) => one.id);
  }
  if (subject !== undefined || id === undefined)
    throw new AdminRefusal('usage', 'name the user, or a single grant with --id, and not both');
  if (!HASH.test(id))
    throw new AdminRefusal(
      'input_malformed',
      '--id takes the hash that "grants list" shows: 64 characters, 0-9 and a-f',
    );
  // The table also holds the uses of once-only grants, under keys of the same form: they must stay.
  if ((await grantOf(connection, id))?.grant === undefined)
    throw new AdminRefusal('no_such_grant', `there is no grant ${id}`);
  return [id];
}

function hintFor(subject: string | undefined): string {
  return subject === undefined
    ? ''
    : `. The sign-in can be exchanged again: "risk revoke ${subject}" voids that, too`;
}

/** A grant as JSON. `path` is the stored attribute: the values of the template's parameters that the grant is bound to. */
function documentOf({ id, grant }: KeptGrant) {
  if (grant === undefined) return { id };
  const { boundParameters, ...rest } = grant;
  return { id, ...rest, path: boundParameters };
}

function lineOf({ id, grant }: KeptGrant): string {
  if (grant === undefined) return `${id}  of a form that this version does not know: it opens nothing`;
  const { target, boundParameters, clientId, acr, expiresAt } = grant;
  const what = boundParameters === undefined ? target : `${target} (${boundParameters})`;
  return `${id}  ${what}  for ${clientId}, ${acr ?? 'no acr'}, until ${timeText(expiresAt)}`;
}
