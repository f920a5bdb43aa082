/** What lint can find. docs/lint.md shows this list; a test keeps the two the same. */

export type Severity = 'error' | 'warning';

/** One kind of finding, for people. */
interface Kind {
  readonly severity: Severity;
  readonly meaning: string;
  readonly remedy: string;
}

const error = (meaning: string, remedy: string): Kind => ({ severity: 'error', meaning, remedy });
const warning = (meaning: string, remedy: string): Kind => ({ severity: 'warning', meaning, remedy });

/** Errors close a route, or leave something without the effect it was written for. Warnings are worth a look. */
export const KINDS = {
  'item-invalid': error(
    'A field of the item is unknown or has a wrong value. The route is closed.',
    'Correct the field that is named.',
  ),
  'item-repeated': error('Two items have the same key.', 'Keep one.'),
  'acr-unknown': error(
    'A word is not in the acr vocabulary of the trust config. The route is closed.',
    'Write a word of the vocabulary, or add it to `acr` of the trust config and deploy.',
  ),
  'max-age-loops': error(
    '`maxAge` is below 30 seconds: it is over before the user is back, who is asked again for ever. The route is closed.',
    'Give at least 30 seconds. For a sign-in per request, use `grant.use: once`.',
  ),
  'max-age-short': warning(
    '`maxAge` leaves less than 30 seconds for sign-in, exchange and retry once the clock skew that an issuer is allowed is taken off: where its clock is that far behind, users are asked for ever.',
    'Raise `maxAge`, or lower `clockSkew` of the issuer.',
  ),
  'max-age-no-effect': warning(
    'A once-only grant never accepts a sign-in older than 24 hours, so a longer `maxAge` has no effect.',
    'Remove `maxAge`, or give at most 86400.',
  ),
  unsatisfiable: error(
    'No sign-in can ever meet what is asked, always or when a rule counts: everybody is refused.',
    'Make `acr` and `acrValues` of item, group and rule overlap; give an `acr` or a `maxAge` with a demanded grant; or say `deny: true`.',
  ),
  'rules-conflict': warning(
    'Two rules that both count leave no acceptable acr word: everybody is then refused.',
    'Let their `acrValues` share a word, or let their conditions exclude each other.',
  ),
  'rule-repeated': warning('Two rules have the same condition.', 'Write them as one.'),
  'rule-no-effect': warning(
    'The rule asks for nothing that is not asked without it.',
    'Remove it, or let it ask for more.',
  ),
  'condition-invalid': error(
    'The condition does not compile, or names a variable or field that does not exist. The route is closed.',
    'Correct the condition.',
  ),
  'condition-unknown-field': error(
    'The condition asks `has()` of a field of the request that does not exist: the answer is always no.',
    'Write one of the fields that docs/policy.md lists.',
  ),
  'condition-unguarded': warning(
    'The condition reads a field that need not be there. Without the field it fails, and the rule counts.',
    'Say which you mean: `has(x) && …` keeps the rule from counting without the field; `!has(x)`, joined by or, lets it count.',
  ),
  'condition-parameter-unknown': error(
    'The condition reads a path parameter that no template of the item has.',
    'Write the name as in the braces of the template.',
  ),
  'condition-header-case': error(
    'The condition names a header with capitals. Names are in lower case here, so that it is never there.',
    'Write the name in lower case.',
  ),
  'condition-header-unseen': error(
    'The condition reads a header that holds credentials, which rules do not get to see.',
    'Read a claim of the token instead.',
  ),
  'condition-never': warning('The condition can never hold.', 'Correct it, or remove the rule.'),
  'condition-always': warning(
    'The condition always holds.',
    'Move what the rule asks for into the item, or correct the condition.',
  ),
  'grant-ttl-no-effect': warning(
    '`grant.ttl` is longer than `maxAge`. The grant ends with the age of the sign-in, so the rest has no effect.',
    'Lower `grant.ttl`, or raise `maxAge`.',
  ),
  'grant-no-effect': warning(
    'The item says how a grant has to be, but nothing asks for step-up, so that no grant is issued.',
    'Add an `acr`, a `maxAge` or `grant.required`, or remove `grant`.',
  ),
  'grant-not-yet': warning(
    '`grant.notBefore` is in the future: until then no grant is issued, and a route that demands one is closed.',
    'Write the present time, to void the grants of before.',
  ),
  'bind-no-effect': warning(
    '`grant.bind: path` on templates without parameters: there is one path only.',
    'Remove `bind`.',
  ),
  'deny-with-demands': warning(
    'Beside `deny: true`, other demands have no effect.',
    'Remove them, or `deny`.',
  ),
  'acr-unreachable': error(
    'No issuer can vouch for any acceptable acr word, by the mapping of the trust config: everybody is refused.',
    'Ask for a word that an issuer has, or map a word of an issuer to it and deploy.',
  ),
  'acr-unreachable-for-issuer': warning(
    'Some issuer can vouch for no acceptable acr word: its users are refused.',
    'If its users are to get in, accept a word that it has, or map one and deploy.',
  ),
  'acr-unsupported': warning(
    'An issuer announces in its discovery document (`acr_values_supported`) none of the words that would be asked of it.',
    'Set the word up at the provider, or correct the mapping in the trust config.',
  ),
  'acr-word-no-effect': warning(
    '`acrValues` lists a word that no issuer can vouch for.',
    'Remove the word, or map a word of an issuer to it and deploy.',
  ),
  'acr-too-weak': warning(
    'Only weaker words are accepted, while a list claim of an issuer counts as its strongest word: a user who has a stronger one too is challenged for ever.',
    'Accept the stronger words too: write `acr` (at least this) instead of `acrValues`.',
  ),
  'route-unknown': warning(
    'The API protects no such method: a typing error, or a method that is not deployed yet.',
    'Correct the route, or remove the item.',
  ),
  'wildcard-unused': warning(
    'The API protects nothing below the wildcard.',
    'Correct the route, or remove the item.',
  ),
  'route-without-policy': warning(
    'The API protects a method for which no item counts. It is closed.',
    'Write an item for it, or for a wildcard above it.',
  ),
  shadowed: warning(
    'Every method that the item could count for has a more specific item.',
    'Remove it, or keep it for methods to come.',
  ),
  'repeats-wildcard': warning(
    'The item says the same as the less specific one that would count without it.',
    'Remove it.',
  ),
  'weaker-than-wildcard': warning(
    'The item asks for less than the less specific one that would count without it.',
    'Make sure that it is meant.',
  ),
  'group-missing': error('The item names a group that has no item. The route is closed.', 'Write the group.'),
  'group-unused': warning('No item names the group.', 'Remove it, or name it in an item.'),
  'upcoming-past': warning(
    'The announced change is in force already.',
    'Fold it into the item: write its fields in place of the old ones, and remove `upcoming`.',
  ),
  'upcoming-no-effect': warning('The announced change changes nothing.', 'Remove it, or correct it.'),
  'upcoming-at-two-dates': warning(
    'A route and its group change at different dates: between them, a mixture holds.',
    'Give both the same `effectiveAt`, unless the mixture is meant.',
  ),
} as const satisfies Readonly<Record<string, Kind>>;

export type RuleId = keyof typeof KINDS;

/** One thing to look at. `route` is the key of the item, or the method of the API, that it is about. */
export interface Finding {
  readonly severity: Severity;
  readonly route: string;
  readonly rule: RuleId;
  /** What is wrong, where, and what to do. */
  readonly message: string;
}

export function finding(rule: RuleId, route: string, message: string): Finding {
  return { severity: KINDS[rule].severity, route, rule, message };
}

/** Without those that say the same of the same. */
export function distinct(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  return [...new Map(findings.map((one) => [`${one.rule} ${one.message}`, one])).values()];
}
