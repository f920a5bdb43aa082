/** A DynamoDB engine that runs. */

/** A DynamoDB API on this machine. */
export interface DynamoDB {
  /** URL for the SDK's `endpoint`, or `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoint: string;
  /** Name and version, such as `DynamoDB Local 3.3.1`. */
  readonly engine: string;
  /** One sentence for the user: which engine runs, where its data is, and which features it lacks. */
  readonly notice: string;
  readonly supports: { readonly streams: boolean; readonly ttl: boolean };
  /** Stops the engine. Data in memory is lost. */
  readonly close: () => Promise<void>;
}

/** Where an engine keeps its data, as a clause for a sentence. */
export function placeOfData(folder: string | undefined): string {
  return folder === undefined ? 'in memory' : `in ${folder}`;
}
