/**
 * Schemas that report every mistake of a document at once: an administrator who hears of one mistake after the other
 * has to deploy once for each. The library alone stops early in two places: it names only one unknown field of an
 * object, and it does not check a list or an object as a whole once a value in it has the wrong type.
 */
import * as v from 'valibot';

/** An object with these fields only. It says which field is missing, and which is unknown and what it may be called. */
export function closedObject<const Entries extends v.ObjectEntries>(entries: Entries) {
  const names = Object.keys(entries);
  const unknownField = `unknown field: remove it, or write it as one of ${names.join(', ')}`;
  return v.pipe(
    withoutList(
      v.strictObject(entries, ({ expected }) => {
        if (expected === 'never') return unknownField;
        return expected === 'Object' ? `write an object of ${names.join(', ')}` : 'is missing: add it';
      }),
    ),
    v.rawCheck(({ dataset, addIssue }) => {
      for (const field of furtherUnknownFields(dataset.issues ?? [], names))
        addIssue({ message: unknownField, path: [field] });
    }),
  );
}

/**
 * The schema of an object, which takes no list. The library alone takes a list for an object whose members are its items,
 * so that `[]` would be an object that says nothing.
 */
export function withoutList<Schema extends v.GenericSchema>(schema: Schema): Schema {
  const run: v.GenericSchema['~run'] = (dataset, config) =>
    schema['~run'](Array.isArray(dataset.value) ? { value: undefined } : dataset, config);
  return { ...schema, '~run': run };
}

/** A list of at most `most` items. `what` names them. */
export function shortList<Input, Output>(
  list: v.GenericSchema<Input[], Output[]>,
  most: number,
  what: string,
) {
  const message = `list at most ${most} ${what}`;
  return v.pipe(
    list,
    v.maxLength(most, message),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed && valuesIn(dataset.value).length > most) addIssue({ message });
    }),
  );
}

/** One of these words. Of any other text it says what was written, in up to 64 characters. `why` ends the message. */
export function oneOf<const Words extends readonly string[]>(words: Words, why = '') {
  return v.picklist(words, ({ input }) => {
    const written = typeof input === 'string' ? `, not ${JSON.stringify(input.slice(0, 64))}` : '';
    return `expected one of ${words.join(', ')}${written}${why}`;
  });
}

/** A check of the whole value, whose parts may have any type. Each message is a mistake. */
export function checkWhole<Input>(messages: (value: unknown) => readonly string[]): v.RawCheckAction<Input> {
  return v.rawCheck(({ dataset, addIssue }) => {
    for (const message of messages(dataset.value)) addIssue({ message });
  });
}

/** The values of a list; an empty list for any other value. */
export function valuesIn(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}

/** The unknown fields of an object, without the first: that one has an issue already. */
function furtherUnknownFields(
  issues: readonly v.BaseIssue<unknown>[],
  names: readonly string[],
): readonly v.ObjectPathItem[] {
  const [first] = issues.flatMap(({ expected, path }) => {
    const field = expected === 'never' && path?.length === 1 ? path[0] : undefined;
    return field?.type === 'object' ? [field] : [];
  });
  if (first === undefined) return [];
  return Object.entries(first.input)
    .filter(([key]) => key !== first.key && !names.includes(key))
    .map(([key, value]) => ({ ...first, key, value }));
}
