/** The engines on which what concerns DynamoDB is tested: dynalite and, where there is a Java, Amazon's DynamoDB Local. */
import { findJava } from '../../../local/java.ts';

const java = findJava();

export const ENGINES =
  java.command === undefined ? (['dynalite'] as const) : (['dynamodb-local', 'dynalite'] as const);

if (java.command === undefined)
  console.warn(`SKIPPED: nothing is tested on DynamoDB Local, since ${java.reason}.`);

/** `describe` of what DynamoDB Local alone has, such as streams. */
export const describeOnDynamoDBLocal = java.command === undefined ? describe.skip : describe;
