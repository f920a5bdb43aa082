/** What an item of the policy table has to say, so that the token of the fuzz may open its route. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** The token has loa2 and a scope, and was signed in less than an hour ago. A demand of another type is no demand that is met. */
export function opensWith(item: Record<string, AttributeValue>): boolean {
  const { upcoming, ...own } = item;
  const { acr, acrValues, maxAge, scopes, grant, deny, closedUntil, group, rules } = own;
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
    (closedUntil === undefined || isPast(closedUntil)) &&
    group === undefined &&
    (rules === undefined || rules.L?.every(isQuiet) === true) &&
    (upcoming === undefined || (upcoming.M !== undefined && opensChanged(own, upcoming.M)))
  );
}

/** A change that is in force has to open, too, in the place of what it changes. */
function opensChanged(
  item: Record<string, AttributeValue>,
  { effectiveAt, ...changed }: Record<string, AttributeValue>,
): boolean {
  return effectiveAt === undefined || !isPast(effectiveAt) || opensWith({ ...item, ...changed });
}

/** Of the times of the fuzz. */
function isPast({ S }: AttributeValue): boolean {
  return S?.startsWith('2020') === true;
}

/** The rules above that do not match for a user without a risk. */
function isQuiet({ M }: AttributeValue): boolean {
  return M?.when?.S === 'risk.score >= 70.0' || M?.when?.S === 'request.method == "POST"';
}
