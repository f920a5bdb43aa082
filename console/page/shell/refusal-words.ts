/** What the codes of refusals mean, in the words of the page. */
import type { ConsoleCode, Refused } from '../../wire/refusal.ts';

/** Codes that are about files, options and questions of the command line: the console does not ask for what they refuse. */
type OfTheCommandLine =
  | 'usage'
  | 'input_missing'
  | 'input_too_large'
  | 'file_unreadable'
  | 'not_confirmed'
  | 'trust_config_missing'
  | 'trust_config_invalid'
  | 'table_not_named'
  | 'policy_partly_applied'
  | 'record_too_short';

type PageCode = Exclude<ConsoleCode, OfTheCommandLine>;
type Words = string | ((refused: Refused) => string);

const WORDS: Readonly<Record<PageCode, Words>> = {
  input_malformed: ({ error }) => `A value is not of the form that is expected: ${error}.`,
  api_not_named: 'The console does not find its local run any more: start npm start again.',
  api_not_found: 'The API of this local run protects no method.',
  record_incomplete: 'The record of changes has an entry that this version cannot read.',
  unreachable: 'DynamoDB or the provider does not answer: is npm start still running?',
  aws_refused: ({ error }) => `DynamoDB refused: ${error}.`,
  route_malformed:
    'A key is written as METHOD /template, such as POST /payments or ANY /admin/*, or as GROUP name.',
  no_such_item: 'The policy has no item with this key.',
  policy_conflict: ({ facts }) =>
    typeof facts.given === 'number'
      ? `The text says that it replaces version ${facts.given}, and the item has another one: take the line out.`
      : `The item was changed in the table${by(facts)} since you opened it. Nothing was written.`,
  policy_invalid: 'The policy has mistakes. Nothing was written.',
  policy_loosens:
    'This allows requests that were refused before. Nothing was written: confirm that it is intended.',
  policy_file_invalid: ({ error }) => `It cannot be used: ${error}.`,
  no_record: 'Changes are not recorded here: the policy table of this database has no stream.',
  issuer_not_named: 'Several providers are trusted, and the console knows the users of one.',
  issuer_not_trusted: 'The API does not trust the provider of this user.',
  no_such_grant: 'This grant is not in the table any more: refresh the list.',
  risk_unreadable:
    'The risk item of this user is not of the documented form, so routes that read it answer 503. Clear it, or set a score.',
  no_such_route: 'The API has no protected method for this request.',
  route_not_protected: 'This request reaches a method of the API that is not protected.',
  keys_unavailable:
    'The keys of the provider cannot be fetched, so every request with its tokens is answered with 503.',
  keys_unreadable:
    'What was fetched as the keys of the provider cannot be read, so every request with its tokens is answered with 503.',
  internal: ({ facts }) =>
    `This is a fault of the console. The terminal of npm start says the cause, under ${String(facts.correlationId)}.`,
  request_foreign:
    'Only a page of the console may ask for this: open it at the address that npm start names.',
  request_malformed: ({ error }) => `The console did not understand this page: ${error}.`,
  request_too_large: 'This is too large for the console: use the command line.',
  no_such_endpoint: 'This page is of another version than the console: load it anew.',
  too_many_pages: 'Too many pages of the console are open: close some.',
  provider_unreachable: ({ error }) => `The provider cannot be reached from this machine: ${error}.`,
  tables_fixed: 'The database of this run cannot be cut off.',
};

/** The words for a refusal. A code that is not of the page has the message of the command line. */
export function wordsOf(refused: Refused): string {
  const { code, error } = refused;
  if (!isOfPage(code)) return error;
  const words = WORDS[code];
  return typeof words === 'string' ? words : words(refused);
}

function isOfPage(code: ConsoleCode): code is PageCode {
  return Object.hasOwn(WORDS, code);
}

function by({ updatedBy }: Refused['facts']): string {
  return typeof updatedBy === 'string' ? ` by ${updatedBy}` : '';
}
