/** What DynamoDB answered, and did not do. The SDK takes such an answer for a good one. */
export class DynamoDBFailure extends Error {
  override readonly name = 'DynamoDBFailure';
}
