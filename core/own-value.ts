/** The value of a member of a record; undefined for one that every object has, such as `constructor`, if a caller names it. */
export function ownValue<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
