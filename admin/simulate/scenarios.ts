/** The scenario file of `step-up simulate`: requests that test policy, and the expected decisions. */
import * as v from 'valibot';
import { DECISIONS } from '../explain/verdict.ts';
import { writtenGrant } from '../explain/written-grant.ts';
import { writtenMoment, writtenRisk } from '../explain/written-risk.ts';

const text = v.pipe(v.string('expected text'), v.maxLength(5_000, 'at most 5000 characters'));
/** A missing field has no value to report: the message is "missing". */
const UNKNOWN = (issue: v.StrictObjectIssue) =>
  issue.received === 'undefined' ? 'missing' : 'unknown field, or not an object';

/** One value, or several of the same name. */
const values = v.record(
  v.string(),
  v.union([text, v.array(text)], 'expected text, or a list of texts'),
  'expected an object of names and values',
);

const request = v.strictObject(
  {
    method: v.pipe(text, v.description('GET, POST and so on.')),
    path: v.pipe(
      text,
      v.description('As a caller sends it (/payments/17), or the template (/payments/{id}).'),
    ),
    query: v.optional(v.pipe(values, v.description('Parameters of the query, by name.'))),
    headers: v.optional(v.pipe(values, v.description('Headers, by name.'))),
    ip: v.optional(v.pipe(text, v.description('The address that the request comes from.'))),
  },
  UNKNOWN,
);

const decision = v.picklist(DECISIONS, `expected one of ${DECISIONS.join(', ')}`);

const expectation = v.strictObject(
  {
    decision: v.pipe(decision, v.description('What becomes of the request.')),
    reason: v.optional(v.pipe(text, v.description('Why, such as max_age, no_sign_in_shown, policy_denies.'))),
    acr_values: v.optional(
      v.pipe(
        v.union([text, v.array(text)], 'expected words, or a list of words'),
        v.description('The acr words that a challenge asks for, in the words of the issuer, in their order.'),
      ),
    ),
    max_age: v.optional(
      v.pipe(v.number('expected a number'), v.description('Seconds that a challenge asks for.')),
    ),
    opened_by: v.optional(
      v.pipe(v.picklist(['token', 'grant']), v.description('What opens the route when it is allowed.')),
    ),
  },
  UNKNOWN,
);

const scenario = v.strictObject(
  {
    name: v.pipe(text, v.description('Says what the scenario is about, in reports.')),
    request: v.pipe(request, v.description('The request that is judged.')),
    claims: v.pipe(
      v.record(v.string(), v.unknown(), 'expected an object with claims'),
      v.description(
        "Claims of the access token as its issuer writes them. Times may be relative, such as 'now-60'; iss, aud, " +
          'sub, exp and the client may be left out.',
      ),
    ),
    issuer: v.optional(v.pipe(text, v.description('The trusted issuer that the claims are of.'))),
    grant: v.optional(v.pipe(writtenGrant, v.description('A step-up grant beside the token.'))),
    risk: v.optional(v.pipe(writtenRisk, v.description('The risk of the user. By default none.'))),
    at: v.optional(v.pipe(writtenMoment, v.description('When the request comes. By default now.'))),
    expect: v.pipe(
      v.union([decision, expectation], `expected one of ${DECISIONS.join(', ')}, or an object with decision`),
      v.description('The decision, or an object that says more of it.'),
    ),
  },
  UNKNOWN,
);

/** The schema of the file; step-up.scenarios.schema.json is generated from it. */
export const scenarioFile = v.strictObject(
  {
    $schema: v.optional(v.pipe(text, v.description('The JSON Schema, for editors.'))),
    definitions: v.optional(
      v.pipe(v.unknown(), v.description('A place for YAML anchors that scenarios share.')),
    ),
    scenarios: v.pipe(
      v.array(scenario, 'expected a list of scenarios'),
      v.minLength(1, 'an empty list tests nothing'),
      v.maxLength(5_000, 'at most 5000 scenarios'),
      v.description('The scenarios, judged one by one.'),
    ),
  },
  UNKNOWN,
);

export type Scenario = v.InferOutput<typeof scenario>;
export type ScenarioExpectation = v.InferOutput<typeof expectation>;
