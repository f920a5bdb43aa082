/** What a manual writes for a value of the reader's own, and what is copied from it by mistake. */

/** `{tenantid}`, `<tenant>`, also percent-encoded; `YOUR_DOMAIN`. `${Token[…]}` and, in a list, `#{Token[…]}` are values that CDK fills in at deployment. */
const PLACEHOLDER =
  /[$#]?(?:\{|%7[Bb])[^{}]*(?:\}|%7[Dd])|(?:<|%3[Cc])[^<>]*(?:>|%3[Ee])|YOUR[-_][A-Z_-]*[A-Z]/g;
const CDK_TOKEN = /^[$#]\{Token\[/;

/** The placeholder in the text; undefined where it has none. */
export function placeholderIn(text: string): string | undefined {
  return text.match(PLACEHOLDER)?.find((found) => !CDK_TOKEN.test(found));
}

/** The text with every value that CDK fills in at deployment as `value`. */
export function filledIn(text: string, value: string): string {
  return text.replace(PLACEHOLDER, (found) => (CDK_TOKEN.test(found) ? value : found));
}

/** What to do about it. */
export function fillIn(text: string): string {
  return `${placeholderIn(text) ?? text} is a placeholder: write the value that it stands for`;
}
