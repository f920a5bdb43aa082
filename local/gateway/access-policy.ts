/** Evaluates the policy that an authorizer returned (AWS: "Output from an API Gateway Lambda authorizer"). */
import * as v from 'valibot';

const list = v.union([
  v.pipe(
    v.string(),
    v.transform((one) => [one]),
  ),
  v.array(v.string()),
]);

/** Resources are at most 512 characters (Amazon API Gateway quotas). */
const resources = v.pipe(
  list,
  v.check((all) => all.every((one) => one.length <= 512)),
);

const authorizerAnswer = v.object({
  /** The page asks for it; AWS evaluates a policy without it (MiniStack, measured). */
  principalId: v.optional(v.string(), ''),
  policyDocument: v.object({
    Version: v.optional(v.string()),
    Statement: v.pipe(
      v.array(v.looseObject({ Effect: v.picklist(['Allow', 'Deny']), Action: list, Resource: resources })),
      v.minLength(1),
    ),
  }),
  context: v.optional(
    v.pipe(
      v.custom<object>((context) => !Array.isArray(context)),
      v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
    ),
    {},
  ),
});

/**
 * The result of the authorizer's answer for a request. All context values become strings; `principalId` is among them, if it
 * was given.
 */
export type Access =
  | { readonly kind: 'allow'; readonly context: Readonly<Record<string, string>> }
  | { readonly kind: 'deny'; readonly explicit: boolean; readonly context: Readonly<Record<string, string>> }
  | { readonly kind: 'malformed' };

/** The elements of a statement that are evaluated here. */
const ELEMENTS = new Set(['Sid', 'Effect', 'Action', 'Resource']);

/**
 * An explicit Deny wins. Without an Allow that matches, the request is denied. Throws for an element that is not
 * evaluated here, such as a Condition: to ignore it could allow a request that it denies.
 */
export function evaluate(answer: unknown, methodArn: string): Access {
  const parsed = v.safeParse(authorizerAnswer, answer);
  if (!parsed.success) return { kind: 'malformed' };
  const { principalId, policyDocument } = parsed.output;
  const unknown = policyDocument.Statement.flatMap(Object.keys).find((element) => !ELEMENTS.has(element));
  if (unknown !== undefined) {
    throw new Error(`the local gateway does not evaluate ${unknown}, which the authorizer's policy has`);
  }
  const given = Object.entries(parsed.output.context).map(([key, value]) => [key, String(value)] as const);
  const context = { ...Object.fromEntries(given), ...(principalId === '' ? {} : { principalId }) };
  const matching = policyDocument.Statement.filter(
    ({ Action, Resource }) => matches(Action, 'execute-api:Invoke', 'i') && matches(Resource, methodArn),
  );
  if (matching.some(({ Effect }) => Effect === 'Deny')) return { kind: 'deny', explicit: true, context };
  if (matching.length > 0) return { kind: 'allow', context };
  return { kind: 'deny', explicit: false, context };
}

/** `*` matches any number of characters, `/` too; `?` matches exactly one. The case of actions is ignored (IAM: "Action"). */
function matches(patterns: readonly string[], value: string, flags = ''): boolean {
  return patterns.some((pattern) => {
    const expression = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${expression}$`, `s${flags}`).test(value);
  });
}
