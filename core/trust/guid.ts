import { filledIn } from './placeholder.ts';

/** Microsoft's ids, of a tenant or of an application, as the source of a regular expression. */
export const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** With an id in the place of what is known at deployment alone: synth judges the rest of the text. */
export function withUnknownIds(text: string): string {
  return filledIn(text, '00000000-0000-0000-0000-000000000000');
}
