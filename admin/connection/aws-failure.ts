/** Errors of the AWS SDK, in words for the administrator. */
import { CommandError, EXIT } from '../command.ts';

const HINTS: Readonly<Record<string, string>> = {
  CredentialsProviderError: 'name a profile with --profile, or sign in (aws sso login)',
  ExpiredTokenException: 'the credentials have expired: sign in again',
  ExpiredToken: 'the credentials have expired: sign in again',
  UnrecognizedClientException: 'AWS does not know these credentials: see --profile and --region',
  InvalidClientTokenId: 'AWS does not know these credentials: see --profile',
  AccessDeniedException: 'docs/cli.md lists the permissions that each command needs',
  AccessDenied: 'docs/cli.md lists the permissions that each command needs',
  ResourceNotFoundException: 'is it the right account, --region and --table?',
  ProvisionedThroughputExceededException: 'the table is throttled: try again later',
  ThrottlingException: 'AWS throttles: try again later',
};

/** Error codes of the system for a connection that failed. */
const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH'];

/** Any error as a CommandError. `doing` says what failed, such as `describing stack shop`. */
export function awsFailure(error: unknown, doing?: string): CommandError {
  if (error instanceof CommandError) return error;
  const before = doing === undefined ? '' : `${doing}: `;
  return new CommandError(`${before}${inWords(error)}`, EXIT.failure, { cause: error });
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  if (code !== undefined && UNREACHABLE.includes(code)) {
    return `nothing answers (${textOf(error)}): is the endpoint right, and does a local run still go on?`;
  }
  if (error.message.includes('Region is missing')) return 'no region is set: name one with --region';
  const hint = HINTS[error.name];
  return `${textOf(error)}${hint === undefined ? '' : ` (${error.name}; ${hint})`}`;
}

/** An AggregateError, with an error for each address that was tried, has no message of its own. */
function textOf(error: Error): string {
  if (error.message !== '') return error.message;
  return error instanceof AggregateError
    ? error.errors.map((one) => (one instanceof Error ? one.message : String(one))).join('; ')
    : error.name;
}

/** The SDK wraps some errors: then only the text has the code. */
function codeOf(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return UNREACHABLE.find((code) => error.message.includes(code));
}
