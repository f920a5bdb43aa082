/** Properties of resources: which are read, and which have no effect in the local run. Any other is refused by its name. */
import * as v from 'valibot';

export interface KnownProperties {
  readonly read: readonly string[];
  readonly withoutEffect: readonly string[];
}

/**
 * An object of which `read` is parsed. What is `withoutEffect` may have any value: it does nothing that the local run
 * imitates. Of anything else, a template that is read is refused: to ignore it could open what it closes.
 */
export function known<Entries extends v.ObjectEntries>(read: Entries, withoutEffect: readonly string[]) {
  const schema = v.pipe(
    v.looseObject(read),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const input: Record<string, unknown> = dataset.value;
      for (const [key, value] of Object.entries(input)) {
        if (key in read || withoutEffect.includes(key)) continue;
        const path = { type: 'object', origin: 'value', input, key, value } as const;
        addIssue({ message: NOT_IMITATED, path: [path] });
      }
    }),
  );
  const properties: KnownProperties = { read: Object.keys(read), withoutEffect };
  return { ...schema, properties };
}

const NOT_IMITATED = 'the local run does not imitate it';

/** A setting that is off: on, it would do something that the local run does not imitate. */
export const OFF = v.optional(v.literal(false, NOT_IMITATED));

/** A list or a map that is empty. */
export const EMPTY = v.optional(
  v.pipe(
    v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())]),
    v.check((value) => Object.keys(value).length === 0, NOT_IMITATED),
  ),
);

/** One of these values: with another, it would do something that the local run does not imitate. */
export function only<Value extends string>(...values: readonly [Value, ...Value[]]) {
  return v.picklist(values, `the local run imitates ${values.join(', ')} alone`);
}
