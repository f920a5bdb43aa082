/** Errors of the AWS SDK as refusals, in words for the administrator. */
import { ForeignAnswer, LeftUnprocessed } from '../../adapters/dynamodb/failure.ts';
import { endpointOf } from './asked-endpoint.ts';
import { AdminRefusal } from '../refusals/refusal.ts';

const HINTS: Readonly<Record<string, string>> = {
  TokenProviderError: 'sign in (aws sso login)',
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
const UNREACHABLE = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'EPROTO',
  'ETIMEDOUT',
];

/** What the SDK and we ourselves throw when a call takes too long, and TLS when it does not trust the other side. */
const GIVEN_UP = ['TimeoutError', 'AbortError'];
const TLS = /^(ERR_TLS|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

/** The refusal for what a call of AWS threw. `doing` says what failed, such as `describing stack shop`. A fault of ours is thrown on. */
export function refusalOfCall(error: unknown, doing: string): AdminRefusal {
  if (error instanceof AdminRefusal) return error;
  // The SDK throws a SyntaxError for an answer that is not JSON.
  if (!(error instanceof Error) || !(isOfAws(error) || error instanceof SyntaxError)) throw error;
  return new AdminRefusal(codeFor(error), `${doing}: ${inWords(error)}`, factsOf(error), { cause: error });
}

/** The refusal for an error of a call of AWS; undefined for any other error. */
export function awsRefusal(error: unknown): AdminRefusal | undefined {
  if (!(error instanceof Error) || !isOfAws(error)) return undefined;
  return new AdminRefusal(codeFor(error), inWords(error), factsOf(error), { cause: error });
}

/** The SDK marks the errors of services with `$fault`; the others are known by name, code or text. */
function isOfAws(error: Error): boolean {
  return (
    '$fault' in error ||
    HINTS[error.name] !== undefined ||
    error instanceof LeftUnprocessed ||
    isUnreachable(error) ||
    lacksRegion(error)
  );
}

function codeFor(error: Error): 'unreachable' | 'aws_refused' {
  return isUnreachable(error) || error instanceof SyntaxError ? 'unreachable' : 'aws_refused';
}

function factsOf({ name }: Error) {
  return { error: name };
}

function isUnreachable(error: Error): boolean {
  const code = codeOf(error) ?? '';
  if (error instanceof ForeignAnswer) return true;
  return GIVEN_UP.includes(error.name) || UNREACHABLE.includes(code) || TLS.test(code);
}

function lacksRegion({ message }: Error): boolean {
  return message.includes('Region is missing');
}

function inWords(error: Error): string {
  if (error instanceof ForeignAnswer) return `${error.message}: is the endpoint right?`;
  if (isUnreachable(error)) {
    const endpoint = endpointOf(error);
    const where = endpoint === undefined ? '' : ` at ${endpoint}`;
    const why = GIVEN_UP.includes(error.name) ? ' in time' : ` (${textOf(error)})`;
    return `nothing answers${where}${why}: is the endpoint right, and does a local run still go on?`;
  }
  if (error instanceof SyntaxError) return 'the answer is not JSON: is the endpoint that of DynamoDB?';
  if (lacksRegion(error)) return 'no region is set: name one with --region';
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
