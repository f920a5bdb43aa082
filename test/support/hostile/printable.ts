/** A value for a name that a person reads: quoted, and no longer than a line. */
export function printable(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 20)}…${text.slice(-12)} (${text.length})` : text;
  return JSON.stringify(short);
}
