/** The commands of `step-up risk`. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { REVOCATION_CLOCK_SKEW } from '../core/decision/challenge.ts';
import { RISK_LEVELS } from '../core/condition/risk.ts';
import { AdminRefusal } from '../admin/refusal.ts';
import type { Connection } from '../admin/protected-api.ts';
import type { Runtime } from './runtime.ts';
import { requireMoment, timeText } from '../admin/moment.ts';
import { namedUser } from '../admin/users/named-user.ts';
import type { NamedUser } from '../admin/users/named-user.ts';
import { globalOptions } from './program.ts';
import { clearRisk, readRisk, writeRisk } from '../admin/users/risk-table.ts';
import { yamlOf } from '../admin/files/yaml-text.ts';

export function addRiskCommands(program: Command, runtime: Runtime): void {
  const risk = program.command('risk').description('the risk of a user: a change counts within 5 seconds');
  for (const add of [addGetCommand, addSetCommand, addRevokeCommand, addClearCommand]) add(risk, runtime);
}

type OfUser = (connection: Connection, user: NamedUser, command: Command) => Promise<void>;

/** A command about a user. */
function userCommand(
  risk: Command,
  runtime: Runtime,
  name: string,
  description: string,
  act: OfUser,
): Command {
  return risk
    .command(name)
    .argument('<subject>', 'the claim sub of the user')
    .description(description)
    .option('--issuer <url>', 'the issuer of the user, if several issuers are trusted')
    .action(async (subject: string, { issuer }: { issuer?: string }, command: Command) => {
      const connection = await runtime.connect(globalOptions(command));
      await act(connection, namedUser(connection, subject, issuer), command);
    });
}

function addGetCommand(risk: Command, runtime: Runtime): void {
  userCommand(risk, runtime, 'get', 'the risk item of a user', async (connection, user, command) => {
    const found = await readRisk(connection, user);
    const { json } = globalOptions(command);
    if (found === undefined && json !== true) {
      runtime.print(`nothing is known of ${user.subject}: score 0, level low, no reasons`);
      return;
    }
    const expired = found?.expiresAt !== undefined && found.expiresAt <= runtime.now();
    const shown = { subjectHash: user.hash, ...found, ...(expired ? { expired } : {}) };
    runtime.print(json === true ? JSON.stringify(shown) : yamlOf(shown).trimEnd());
  });
}

interface SetOptions {
  readonly score?: number;
  readonly level?: string;
  readonly reason?: readonly string[];
  readonly expiresIn?: number;
}

function addSetCommand(risk: Command, runtime: Runtime): void {
  userCommand(
    risk,
    runtime,
    'set',
    'set score, level or reasons, and keep the other fields',
    async (connection, user, command) => {
      const { score, level, reason, expiresIn } = command.opts<SetOptions>();
      const fields = Object.entries({
        score,
        level,
        reasons: reason,
        expiresAt: expiresIn === undefined ? undefined : runtime.now() + expiresIn,
      }).filter(([, value]) => value !== undefined);
      if (fields.length === 0)
        throw new AdminRefusal('input_missing', 'name --score, --level, --reason or --expires-in');
      await writeRisk(connection, user, Object.fromEntries(fields), runtime.now());
      report(runtime, command, user, `${user.subject} in ${connection.description}: ${named(fields)}`);
    },
  )
    .option('--score <number>', '0 to 100, more is worse', scoreOf)
    .addOption(new Option('--level <level>', 'the risk level').choices(RISK_LEVELS))
    .option('--reason <words...>', 'the reasons, in words that rules read')
    .option('--expires-in <seconds>', 'seconds after which it no longer counts', secondsOf);
}

function addRevokeCommand(risk: Command, runtime: Runtime): void {
  userCommand(
    risk,
    runtime,
    'revoke',
    'revoke sign-ins, and the grants made from them, on every route that asks for step-up',
    async (connection, user, command) => {
      const { before: written = 'now' } = command.opts<{ before?: string }>();
      const before = requireMoment('--before', written, runtime.now());
      if (before > runtime.now() + REVOCATION_CLOCK_SKEW)
        throw new AdminRefusal(
          'input_malformed',
          `${timeText(before)} lies ahead: no sign-in could meet it until then`,
        );
      await writeRisk(connection, user, { revokedBefore: before }, runtime.now());
      report(runtime, command, user, `sign-ins of ${user.subject} before ${timeText(before)} are void`);
    },
  ).option('--before <time>', 'sign-ins before this time (default: now)');
}

function addClearCommand(risk: Command, runtime: Runtime): void {
  userCommand(
    risk,
    runtime,
    'clear',
    'delete the risk item of a user, also a revocation in it',
    async (connection, user, command) => {
      const known = await clearRisk(connection, user);
      report(
        runtime,
        command,
        user,
        known ? `${user.subject} is cleared` : `nothing was known of ${user.subject}`,
      );
    },
  );
}

function report(runtime: Runtime, command: Command, { hash }: NamedUser, words: string): void {
  runtime.print(
    globalOptions(command).json === true ? JSON.stringify({ subjectHash: hash, done: words }) : words,
  );
}

function named(fields: readonly (readonly [string, unknown])[]): string {
  return fields
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join('; ');
}

function scoreOf(text: string): number {
  const score = Number(text);
  if (/^\d{1,3}(\.\d{1,6})?$/.test(text) && score <= 100) return score;
  throw new InvalidArgumentError('expected a number from 0 to 100.');
}

function secondsOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected whole seconds.');
}
