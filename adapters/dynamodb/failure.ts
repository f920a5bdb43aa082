/** Answers that the SDK takes for good ones. */

/** The answer of another server than DynamoDB. */
export class ForeignAnswer extends Error {
  override readonly name = 'ForeignAnswer';
}

/** DynamoDB has left keys out, again and again: the table is throttled. */
export class LeftUnprocessed extends Error {
  override readonly name = 'LeftUnprocessed';
}
