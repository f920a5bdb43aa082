/** The endpoints about policy: they read the request, and the policy desk answers. */
import * as v from 'valibot';
import { needed, readBody, text } from './http.ts';
import type { Endpoint } from './http.ts';
import type { PolicyDesk } from './policy-desk.ts';

/** The time to read YAML grows with the square of the number of keys. */
const MOST_CHARACTERS = 50_000;

const policyText = v.pipe(
  v.string(),
  v.maxLength(
    MOST_CHARACTERS,
    `the editor takes ${MOST_CHARACTERS} characters: use step-up policy apply for more`,
  ),
);
const reviewBody = v.strictObject({ route: text, fields: policyText });
const removalBody = v.strictObject({ route: text });
const writeBody = v.strictObject({ route: text, fields: policyText, stamp: v.string(), loosen: v.boolean() });
const removeBody = v.strictObject({ route: text, stamp: v.string(), loosen: v.boolean() });
const explainBody = v.strictObject({
  method: v.pipe(v.string(), v.regex(/^[A-Z]+$/)),
  path: v.pipe(v.string(), v.regex(/^\//)),
  token: v.exactOptional(text),
  grant: v.exactOptional(text),
});
/** `suite` is JSON in a text: the time to read YAML of this size would stop the local run. */
const whatIfBody = v.strictObject({
  route: text,
  fields: policyText,
  suite: v.pipe(v.string(), v.parseJson()),
});

export function policyEndpoints(desk: PolicyDesk): [string, Endpoint][] {
  return [
    ['GET /api/policy', () => desk.list()],
    ['GET /api/policy/text', (_, query) => desk.text(needed(query, 'route'))],
    ['GET /api/policy/history', (_, query) => desk.history(needed(query, 'route'))],
    [
      'POST /api/policy/review',
      async (request) => {
        const { route, fields } = await readBody(request, reviewBody);
        return desk.review(route, fields);
      },
    ],
    [
      'POST /api/policy/review-removal',
      async (request) => desk.reviewRemoval((await readBody(request, removalBody)).route),
    ],
    [
      'PUT /api/policy',
      async (request) => {
        const { route, fields, stamp, loosen } = await readBody(request, writeBody);
        return desk.write(route, { text: fields, stamp }, loosen);
      },
    ],
    [
      'POST /api/policy/remove',
      async (request) => {
        const { route, stamp, loosen } = await readBody(request, removeBody);
        return desk.remove(route, stamp, loosen);
      },
    ],
    [
      'POST /api/explain',
      async (request) => {
        const { method, path, token, grant } = await readBody(request, explainBody);
        return desk.explain(method, path, { token, grant });
      },
    ],
    [
      'POST /api/what-if',
      async (request) => {
        const { route, fields, suite } = await readBody(request, whatIfBody);
        return desk.whatIf(route, fields, suite);
      },
    ],
  ];
}
