/** What an item of the policy table has to say, so that the token of the fuzz may open its route. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** The token has loa2 and a scope, and was signed in less than an hour ago. A demand of another type is no demand that is met. */
export function opensWith(item: Record<string, AttributeValue>): boolean {
  const { acr, acrValues, maxAge, scopes, grant, deny, group, rules, upcoming } = item;
  const isMap = grant === undefined || grant.M !== undefined;
  const needsGrant = grant?.M?.required?.BOOL === true || grant?.M?.use?.S === 'once';
  return (
    (acr === undefined || acr.S === 'loa1' || acr.S === 'loa2') &&
    (acrValues === undefined || acrValues.L?.some(({ S }) => S === 'loa2') === true) &&
    (maxAge === undefined || Number(maxAge.N) >= 30) &&
    (scopes === undefined || scopes.L?.every(({ S }) => S === 'payments:write') === true) &&
    isMap &&
    !needsGrant &&
    (deny === undefined || deny.BOOL === false) &&
    group === undefined &&
    (rules === undefined || rules.L?.every(isQuiet) === true) &&
    (upcoming === undefined ||
      (upcoming.M !== undefined && upcoming.M.effectiveAt?.S?.startsWith('2020') !== true))
  );
}

/** The rules above that do not match for a user without a risk. */
function isQuiet({ M }: AttributeValue): boolean {
  return M?.when?.S === 'risk.score >= 70.0' || M?.when?.S === 'request.method == "POST"';
}
