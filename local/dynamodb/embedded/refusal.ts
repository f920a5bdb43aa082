/** The errors that DynamoDB answers with, by their names in its API Reference. */

/** An answer of status 400. dynalite, too, answers what it is thrown in this form. */
export class Refusal extends Error {
  readonly statusCode = 400;
  readonly body: { readonly __type: string; readonly message: string };

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
    this.body = { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message };
  }
}

export function invalid(message: string): Refusal {
  return new Refusal('ValidationException', message);
}

/** `what` names it, such as `Table: grants`. */
export function notFound(what: string): Refusal {
  return new Refusal('ResourceNotFoundException', `Requested resource not found: ${what} not found`);
}

export function tableIsGone(name: string): Refusal {
  return notFound(`Table: ${name}`);
}
