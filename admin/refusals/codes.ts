/** The codes of refusals: docs/cli.md lists them, made from here. */

/** Exit codes of the command line: done; it failed; the decision is no; a policy or file is invalid; a fault of ours. */
export const EXIT = { ok: 0, failure: 1, no: 2, invalid: 3, internal: 70 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

interface RefusalKind {
  readonly exitCode: Exclude<ExitCode, typeof EXIT.ok>;
  readonly meaning: string;
  readonly remedy: string;
}

const failure = (meaning: string, remedy: string) => ({ exitCode: EXIT.failure, meaning, remedy });
const no = (meaning: string, remedy: string) => ({ exitCode: EXIT.no, meaning, remedy });
const invalid = (meaning: string, remedy: string) => ({ exitCode: EXIT.invalid, meaning, remedy });

/** Every code, by what it is about: the command line, the connection, files, policy, users, explanations, ourselves. */
export const REFUSALS = {
  usage: failure('The command line is not understood.', 'See `--help` of the command.'),
  input_missing: failure('The command needs something that was not given.', 'Give what the message names.'),
  input_too_large: failure('A file or the standard input is too large.', 'Split it.'),
  input_malformed: failure(
    'A file, a time, an address or another value is not of the form that is expected.',
    'Write it as the message says.',
  ),
  file_unreadable: failure('A file cannot be read.', 'Check its name and its permissions.'),
  not_confirmed: no('The changes were not confirmed.', 'In a pipeline, add `--yes`.'),

  api_not_named: failure(
    'It is not known which protected API is meant.',
    'Name it with `--stack`, or with `--table` and `--config`, or start a local run.',
  ),
  api_not_found: failure(
    'The stack, the local run or the output that was named has no such protected API.',
    'Choose one that the message lists, or deploy the stack with this version.',
  ),
  trust_config_missing: failure('There is no trust config.', 'Name its file with `--config`.'),
  trust_config_invalid: failure(
    'The trust config has mistakes.',
    'Correct the fields that the message names.',
  ),
  table_not_named: failure(
    'A table that the command needs is not known.',
    'Name the stack, or set the variable that the message names beside `--table`.',
  ),
  unreachable: failure(
    'DynamoDB, AWS or an issuer does not answer.',
    'Check the endpoint and the network, and whether the local run is still up.',
  ),
  aws_refused: failure(
    'AWS refused a call: credentials, permissions, region or throttling.',
    'The message names the error of AWS; [the permissions](#which-api) that each command needs are listed above.',
  ),

  route_malformed: failure(
    'The route is not written as `METHOD /template` or `GROUP name`.',
    'Write it in quotation marks, such as `"POST /payments"`.',
  ),
  no_such_item: failure('The policy table has no item for this route or group.', 'See `policy list`.'),
  policy_conflict: failure(
    'The item was changed after it was read. Nothing of it was changed.',
    'Look at it with `policy get`, and try again.',
  ),
  policy_invalid: invalid(
    'The policy has mistakes. Nothing was changed.',
    'Correct what the findings name ([lint](lint.md)).',
  ),
  policy_loosens: no(
    'The change lets requests through that were refused before. Nothing was changed.',
    'Add `--loosen` if that is meant.',
  ),
  policy_file_invalid: invalid(
    'A policy file cannot be used: it is not YAML or JSON, or an item of it is not of the form of an item.',
    'Correct the line or the item that the message names.',
  ),
  policy_partly_applied: failure(
    'Some of the changes are not made. Each item is either old or new.',
    'Run `policy apply` again to make the others.',
  ),
  no_record: failure(
    'Changes of policy are not recorded here.',
    'Give the policy table a stream: then a stack records them.',
  ),
  record_too_short: failure('The record has fewer changes than were named.', 'See `policy history`.'),
  record_incomplete: failure(
    'The record does not hold what is needed: the last change is not in it yet, or an item was too large for it.',
    'Try again in some seconds, or take the item from a backup of the table.',
  ),

  issuer_not_named: failure('Several issuers are trusted, and none was named.', 'Name one with `--issuer`.'),
  issuer_not_trusted: failure('The issuer is not trusted.', 'Name one that the message lists.'),
  no_such_grant: failure('The table has no such grant.', 'See `grants list`.'),
  risk_unreadable: failure(
    'The risk item of the user is not of the documented form: routes that read it answer 503.',
    'Write it again with `risk set`, or delete it with `risk clear`.',
  ),

  no_such_route: failure(
    'No protected method of the API is for the request.',
    'See the routes that the message lists.',
  ),
  route_not_protected: failure(
    'The request reaches a method of the API that is not protected.',
    'Protect the method that the message names, or give the verb to the protected resource.',
  ),
  keys_unavailable: failure(
    'The keys of the issuer cannot be fetched: every request with its tokens is answered with 503.',
    'Check the issuer and the network.',
  ),
  keys_unreadable: failure(
    'What was fetched as the keys of the issuer cannot be read: every request with its tokens is answered with 503.',
    'Check that `jwksUri`, or the discovery document of the issuer, names its key set, as JSON.',
  ),

  internal: {
    exitCode: EXIT.internal,
    meaning: 'A fault of ours. Nothing half-written stays: each item is either old or new.',
    remedy: 'Report it, with the correlation id and the cause that the log has under it.',
  },
} as const satisfies Readonly<Record<string, RefusalKind>>;

export type RefusalCode = keyof typeof REFUSALS;
