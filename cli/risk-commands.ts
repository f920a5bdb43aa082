/** The commands of `step-up risk`. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { RISK_LEVELS } from '../core/condition/risk.ts';
import type { Administration } from '../admin/administration.ts';
import { yamlOf } from '../admin/files/yaml-text.ts';
import { requireMoment, timeText } from '../admin/moment.ts';
import type { Connection } from '../admin/protected-api.ts';
import type { OfUser } from '../admin/users/risk.ts';
import type { RiskFields } from '../admin/users/risk-table.ts';
import { valueOf } from '../admin/use-case.ts';
import { globalOptions } from './program.ts';
import type { Runtime } from './runtime.ts';

export function addRiskCommands(program: Command, runtime: Runtime): void {
  const risk = program.command('risk').description('the risk of a user: a change counts within 5 seconds');
  for (const add of [addGetCommand, addSetCommand, addRevokeCommand, addClearCommand]) add(risk, runtime);
}

/** What a command prints: a document with --json, and a text without it. */
interface Report {
  readonly document: object;
  readonly text: string;
}

type Act = (admin: Administration, connection: Connection, user: OfUser, command: Command) => Promise<Report>;

/** A command about a user. */
function userCommand(risk: Command, runtime: Runtime, name: string, description: string, act: Act): Command {
  return risk
    .command(name)
    .argument('<subject>', 'the claim sub of the user')
    .description(description)
    .option('--issuer <url>', 'the issuer of the user, if several issuers are trusted')
    .action(async (subject: string, { issuer }: { issuer?: string }, command: Command) => {
      const { json } = globalOptions(command);
      const connection = await runtime.connect(globalOptions(command));
      const user = { subject, issuer, now: runtime.now() };
      const { document, text } = await act(runtime.admin, connection, user, command);
      runtime.print(json === true ? JSON.stringify(document) : text);
    });
}

function addGetCommand(risk: Command, runtime: Runtime): void {
  userCommand(
    risk,
    runtime,
    'get',
    'what is known of a user, and the revocation in force',
    async (admin, connection, user) => {
      const { subjectHash, risk: known, expired } = valueOf(await admin.getRisk(connection, user));
      const document = { subjectHash, ...known, ...(expired ? { expired } : {}) };
      const text =
        known === undefined
          ? `nothing is known of ${user.subject}: score 0, level low, no reasons`
          : yamlOf(document).trimEnd();
      return { document, text };
    },
  );
}

interface SetOptions {
  readonly score?: number;
  readonly level?: RiskFields['level'];
  readonly reason?: string[];
  readonly expiresIn?: number;
}

function addSetCommand(risk: Command, runtime: Runtime): void {
  userCommand(
    risk,
    runtime,
    'set',
    'set score, level or reasons, and keep the other fields',
    async (admin, connection, user, command) => {
      const request = { ...user, fields: fieldsOf(command.opts<SetOptions>(), user.now) };
      const { subjectHash, fields } = valueOf(await admin.setRisk(connection, request));
      return {
        document: { subjectHash, ...fields },
        text: `${user.subject} in ${connection.description}: ${named(fields)}`,
      };
    },
  )
    .option('--score <number>', '0 to 100, more is worse', scoreOf)
    .addOption(new Option('--level <level>', 'the risk level').choices(RISK_LEVELS))
    .option('--reason <words...>', 'the reasons, in words that rules read')
    .option('--expires-in <seconds>', 'seconds after which it no longer counts', secondsOf);
}

function fieldsOf({ score, level, reason, expiresIn }: SetOptions, now: number): RiskFields {
  return {
    ...(score === undefined ? {} : { score }),
    ...(level === undefined ? {} : { level }),
    ...(reason === undefined ? {} : { reasons: reason }),
    ...(expiresIn === undefined ? {} : { expiresAt: now + expiresIn }),
  };
}

function addRevokeCommand(risk: Command, runtime: Runtime): void {
  userCommand(
    risk,
    runtime,
    'revoke',
    'revoke sign-ins, and the grants made from them, on every route that asks for step-up',
    async (admin, connection, user, command) => {
      const { before: written = 'now' } = command.opts<{ before?: string }>();
      const before = requireMoment('--before', written, user.now);
      const document = valueOf(await admin.revokeSignIns(connection, { ...user, before }));
      const inForce = `sign-ins of ${user.subject} before ${timeText(document.revokedBefore)} are void`;
      return document.revokedBefore === before
        ? { document, text: inForce }
        : { document, text: `${inForce}: that revocation stays, since ${timeText(before)} is earlier` };
    },
  ).option('--before <time>', 'sign-ins before this time (default: now)');
}

function addClearCommand(risk: Command, runtime: Runtime): void {
  userCommand(
    risk,
    runtime,
    'clear',
    'delete all that is known of a user, also a revocation',
    async (admin, connection, user) => {
      const document = valueOf(await admin.clearRisk(connection, user));
      const { subject } = user;
      return {
        document,
        text: document.cleared ? `${subject} is cleared` : `nothing was known of ${subject}`,
      };
    },
  );
}

function named(fields: RiskFields): string {
  return Object.entries(fields)
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
