/** An explanation as one JSON document. Scripts read its members: they are part of the command line's interface. */
import type { Explanation } from './explanation.ts';
import type { PolicyReading } from './policy-reading.ts';
import type { RuleVerdict } from './rule-verdicts.ts';
import type { ClientResponse } from './response.ts';

/** The document. Times in seconds since 1970. */
export function documentOf(explanation: Explanation) {
  const { request, template, now, policy, version, rules, checks, decision, response, upcoming } =
    explanation;
  return {
    request: { ...request, template },
    at: now,
    policy: { ...policyOf(policy), ...(version === undefined ? {} : { since: version.from }) },
    rules: rules.map(ruleDocument),
    checks,
    decision,
    response: responseOf(response),
    upcoming: upcoming.map((change) => ({ ...change, rules: change.rules.map(ruleDocument) })),
    ...(explanation.observation === undefined ? {} : { observation: explanation.observation }),
  };
}

function policyOf({ candidates, item, group, lookup }: PolicyReading) {
  return {
    status: lookup.kind,
    candidates,
    ...(item === undefined ? {} : { item }),
    ...(group === undefined ? {} : { group: group.key }),
    ...(lookup.kind === 'found' ? { target: lookup.target } : {}),
    ...(lookup.kind === 'invalid'
      ? {
          invalidItem: lookup.item,
          problems: lookup.mistakes.map(({ field, message }) => ({ path: field, message })),
        }
      : {}),
  };
}

/** `path` of a grant demand: the grant is bound to one path. */
function ruleDocument({ adds, ...rule }: RuleVerdict) {
  const { boundToPath, ...grant } = adds.grant;
  return { ...rule, adds: { ...adds, grant: { ...grant, path: boundToPath } } };
}

function responseOf(response: ClientResponse) {
  if (response.from === 'backend') return response;
  const body: unknown = JSON.parse(response.body);
  return { ...response, body };
}
