/** The event of a batch of changes (AWS Lambda: "Using Lambda with DynamoDB", example event). */
import type { AttributeValue, _Record } from '@aws-sdk/client-dynamodb-streams';

/** The event in the form of JSON: times in seconds since 1970, binary values in base64. */
export function eventOf(records: readonly _Record[], streamArn: string) {
  return { Records: records.map((record) => recordOf(record, streamArn)) };
}

function recordOf({ dynamodb = {}, ...record }: _Record, eventSourceARN: string) {
  const { ApproximateCreationDateTime: time, Keys, NewImage, OldImage, ...rest } = dynamodb;
  return {
    ...record,
    eventSourceARN,
    dynamodb: {
      ...rest,
      ApproximateCreationDateTime: time === undefined ? undefined : time.getTime() / 1000,
      Keys: imageOf(Keys),
      NewImage: imageOf(NewImage),
      OldImage: imageOf(OldImage),
    },
  };
}

function imageOf(image: Record<string, AttributeValue> | undefined): Record<string, unknown> | undefined {
  if (image === undefined) return undefined;
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, valueOf(value)]));
}

function valueOf(value: AttributeValue): unknown {
  if (value.M !== undefined) return { M: imageOf(value.M) };
  if (value.L !== undefined) return { L: value.L.map(valueOf) };
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  return value;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
