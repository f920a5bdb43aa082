/** Refuses expressions over which dynalite's parser would hold up all other calls. */
import * as v from 'valibot';
import { invalid } from './refusal.ts';

/** In bytes (Amazon DynamoDB: "Service, account, and table quotas"). */
const LONGEST = 4_096;

/** The parser takes about three times as long for each level of parentheses: 20 ms for five, 16 seconds for twenty. */
const DEEPEST = 8;

const expression = v.nullish(v.string(), '');

/** Each stands at the top of a request. */
const expressions = v.object({
  ConditionExpression: expression,
  FilterExpression: expression,
  KeyConditionExpression: expression,
  ProjectionExpression: expression,
  UpdateExpression: expression,
});

/**
 * Takes the body of a request, parsed.
 * @throws Refusal (ValidationException)
 */
export function checkExpressions(body: unknown): void {
  for (const [name, text] of Object.entries(v.parse(expressions, body))) {
    if (Buffer.byteLength(text) > LONGEST)
      throw invalid(`Invalid ${name}: Expression size has exceeded the maximum allowed size`);
    if (depthOf(text) > DEEPEST)
      throw invalid(
        `Invalid ${name}: the embedded tables read parentheses down to ${DEEPEST} levels; write it flatter`,
      );
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
