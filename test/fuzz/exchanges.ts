/** Exchange requests: forms that were changed, as pairs and as text, under content types and encodings of all kinds. */
import fc from 'fast-check';
import { parseExchange } from '../../core/answer/exchange-request.ts';
import { editedText, textEdits, texts } from '../support/fuzz/arbitraries.ts';
import { ACCESS_TOKEN, FORM, encodeForm, exchangeForm, GRANT_TYPE } from '../support/exchange-form.ts';
import { demand, fuzzTarget } from '../support/fuzz/target.ts';
import type { FuzzTarget } from '../support/fuzz/target.ts';
import { exchangeAsVictim } from '../support/fuzz/victim.ts';
import type { FuzzVictim } from '../support/fuzz/victim.ts';
import { EXCHANGE_OUTCOMES, exchangeOutcome } from '../support/hostile/outcomes.ts';
import { BASE, exchangeEvent, REQUIREMENTS, TRANSFERS } from '../support/functions/rest-events.ts';
import { requirementUriOf } from '../support/route.ts';

type Pair = readonly [string, string];

const names = [
  'grant_type',
  'subject_token',
  'subject_token_type',
  'resource',
  'client_id',
  'audience',
  'actor_token',
  'requested_token_type',
  'scope',
  'client_secret',
  'client_assertion',
  '__proto__',
];
/** What the tokens of the user have. */
const SCOPE = 'payments:write';
/** Placeholders, which a run replaces by what its user holds. */
const SECRETS = ['$strong', '$ordinary', '$grant'] as const;
const values = fc.oneof(
  fc.constantFrom<string>(...SECRETS, GRANT_TYPE, ACCESS_TOKEN, 'app', SCOPE, ...resources()),
  fc
    .tuple(fc.constantFrom(...resources()), textEdits)
    .map(([resource, changes]) => editedText(resource, changes)),
  texts,
);

function resources(): string[] {
  return ['POST /transfers', 'GET /open', 'GET /nowhere', 'DELETE /admin', 'GET /closed'].map((route) =>
    requirementUriOf(BASE, route),
  );
}

const changes = fc.array(
  fc.record({
    at: fc.nat(8),
    change: fc.constantFrom('remove', 'value', 'again', 'add'),
    name: fc.oneof(fc.constantFrom(...names), texts),
    value: values,
  }),
  { maxLength: 3 },
);

const forms: fc.Arbitrary<Pair[]> = changes.map((list) => {
  const form: Pair[] = [...exchangeForm('$strong', TRANSFERS)].map(([name, value]) => [name, value]);
  for (const { at, change, name, value } of list) {
    const place = at % Math.max(1, form.length);
    const [known = name] = form[place] ?? [];
    if (change === 'remove') form.splice(place, 1);
    if (change === 'value') form[place] = [known, value];
    if (change === 'again') form.push([known, value]);
    if (change === 'add') form.push([name, value]);
  }
  return form;
});

const replaced = (text: string, victim: Pick<FuzzVictim, 'strong' | 'ordinary' | 'grant'>) =>
  text
    .replace('$strong', victim.strong)
    .replace('$ordinary', victim.ordinary)
    .replace('$grant', victim.grant);

/** What a form must say to be granted, in a few lines that know nothing of the code. */
function mayBeGranted(pairs: readonly Pair[], strong: string): boolean {
  // A parameter without a value counts as left out (RFC 6749 §3.2), but not when it is repeated.
  const form = new Map(pairs.filter(([, value]) => value !== ''));
  const required = [
    ['grant_type', GRANT_TYPE],
    ['subject_token', strong],
    ['resource', TRANSFERS],
  ] as const;
  const optional = [
    ['client_id', 'app'],
    ['requested_token_type', 'urn:step-up-authorizer:token-type:grant'],
  ] as const;
  return (
    new Map(pairs).size === pairs.length &&
    required.every(([name, value]) => form.get(name) === value) &&
    optional.every(([name, value]) => !form.has(name) || form.get(name) === value) &&
    [ACCESS_TOKEN, 'urn:ietf:params:oauth:token-type:jwt'].includes(form.get('subject_token_type') ?? '') &&
    !['actor_token', 'actor_token_type', 'audience', 'client_assertion'].some((name) => form.has(name)) &&
    (!form.has('client_secret') || form.has('client_id')) &&
    (form.get('scope') ?? '').split(' ').every((scope) => ['', SCOPE].includes(scope))
  );
}

export const exchangeParser = fuzzTarget(
  'exchange: the parser',
  forms,
  ['parsed', 'invalid_request', 'invalid_client', 'invalid_target', 'unsupported_grant_type'],
  (form) => {
    const parsed = parseExchange(form, [], BASE);
    if (!parsed.ok) {
      demand(/^[\x20-\x7e]{10,300}$/.test(parsed.error.description), 'a description that quotes the request');
      return parsed.error.error;
    }
    const { method, template, subjectToken } = parsed.value;
    demand(new Set(form.map(([name]) => name)).size === form.length, 'a repeated parameter was taken');
    demand(subjectToken.length > 0 && subjectToken.length <= 10_240, 'a token that is too long');
    const former = `${REQUIREMENTS}${method}/${encodeURIComponent(template)}`;
    const resources: readonly string[] = [requirementUriOf(BASE, `${method} ${template}`), former];
    demand(
      form.some(([name, value]) => name === 'resource' && resources.includes(value)),
      'another resource',
    );
    demand(/^\/[^*\s]*$/.test(template), 'a template with a wildcard or a space');
    return 'parsed';
  },
);

/** Of a `$strong` that was damaged on the way nothing is known: what counts is the body that was sent. */
export function exchangesAtTheFunction(victim: FuzzVictim): FuzzTarget {
  const usual = <T>(value: T, other: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 5, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: other });
  const requests = fc.record({
    form: forms,
    damage: usual([], textEdits),
    contentType: usual(
      FORM,
      fc.oneof(
        texts,
        fc.constantFrom(`${FORM}; charset=UTF-8`, ` ${FORM.toUpperCase()} ;`, 'application/json'),
      ),
    ),
    base64: fc.constantFrom('no', 'no', 'encoded', 'flag only', 'body only'),
  });
  return fuzzTarget(
    'exchange: the built function',
    requests,
    EXCHANGE_OUTCOMES,
    async ({ form, damage, contentType, base64 }) => {
      const pairs = form.map(([name, value]): Pair => [name, replaced(value, victim)]);
      const plain = editedText(
        encodeForm(pairs.map(([name, value]) => [name.toWellFormed(), value.toWellFormed()])),
        damage,
      );
      const body =
        base64 === 'encoded' || base64 === 'body only' ? Buffer.from(plain).toString('base64') : plain;
      const isBase64Encoded = base64 === 'encoded' || base64 === 'flag only';
      const event = { ...exchangeEvent(body, { 'Content-Type': [contentType] }), isBase64Encoded };
      const outcome = exchangeOutcome(await exchangeAsVictim(victim, event));
      demand(outcome !== 'unavailable', 'a 503 that is the caller’s fault');
      const sent = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
      const isForm = /^\s*application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType);
      const granted = isForm && mayBeGranted([...new URLSearchParams(sent)], victim.strong);
      demand(granted || outcome !== 'granted', 'a grant that was not earned');
      demand(
        !granted || sent.length > 32_768 || outcome === 'granted',
        'a grant that was earned, and not issued',
      );
      return outcome;
    },
  );
}
