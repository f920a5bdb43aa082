/** Every parser of input that is not ours, in the order of a request. */
import type { FuzzTarget } from '../support/fuzz/target.ts';
import type { FuzzVictims } from '../support/fuzz/victim.ts';
import { environmentParser, keySetParser, trustConfigParser } from './configs.ts';
import { credentialParser, credentialsAtTheAuthorizer } from './credentials.ts';
import { eventsAtTheAuthorizer, eventsAtTheExchange } from './events.ts';
import { exchangeParser, exchangesAtTheFunction } from './exchanges.ts';
import { grantsInTheTable } from './grants.ts';
import { metadataAtTheFunction, requirementsAtTheFunction, resourceParser, urlWriter } from './paths.ts';
import { itemReader, policiesInTheTable, policyParser } from './policies.ts';
import { changedTokens, signedTokens } from './tokens.ts';

/** Those of the core, which need nothing running. */
export const CORE_TARGETS: readonly FuzzTarget[] = [
  credentialParser,
  exchangeParser,
  resourceParser,
  urlWriter,
  policyParser,
  itemReader,
  trustConfigParser,
  environmentParser,
  keySetParser,
];

/** Those of the built functions. */
export function builtTargets(victim: FuzzVictims): readonly FuzzTarget[] {
  return [
    eventsAtTheAuthorizer,
    credentialsAtTheAuthorizer,
    changedTokens,
    signedTokens,
    grantsInTheTable,
    policiesInTheTable,
    eventsAtTheExchange,
    exchangesAtTheFunction,
    requirementsAtTheFunction,
    metadataAtTheFunction,
  ].map((target) => target(victim));
}
