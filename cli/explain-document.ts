/** An explanation as one JSON document. Its fields are part of the CLI: scripts read them. */
import type { Explanation } from '../admin/explain/explanation.ts';
import type { PolicyReading } from '../admin/explain/policy-reading.ts';
import type { ClientResponse } from '../admin/explain/response.ts';

/** The document. Times in seconds since 1970. */
export function documentOf(explanation: Explanation) {
  const {
    request,
    template,
    now,
    policy,
    version: stage,
    rules,
    checks,
    decision,
    response,
    upcoming,
  } = explanation;
  return {
    request: { ...request, template },
    at: now,
    policy: { ...policyOf(policy), ...(stage === undefined ? {} : { since: stage.from }) },
    rules,
    checks,
    decision,
    response: responseOf(response),
    upcoming,
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

function responseOf(response: ClientResponse) {
  if (response.from === 'backend') return response;
  const body: unknown = JSON.parse(response.body);
  return { ...response, body };
}
