/** Reads a sign-in page and fills in its first form, as a user would. Simple HTML only: quoted attributes, no script. */

/** The answers of the user to a sign-in form. */
export interface Answers {
  readonly username: string;
  readonly password: string;
  /** For the page of the second factor. */
  readonly oneTimeCode: string;
}

/** The parts of a page that a scripted user reads. */
export interface Page {
  readonly title: string;
  readonly url: URL;
  /** The text marked as an alert: an error message. */
  readonly alert: string | undefined;
  readonly form: { readonly action: URL; readonly fields: readonly Field[] } | undefined;
}

type Field = ReadonlyMap<string, string>;

/** Finds the title, the alert and the first form with its fields. */
export function readPage(html: string, url: URL): Page {
  const form = /<form\b([^>]*)>(.*?)<\/form>/s.exec(html);
  return {
    title: text(/<title>(.*?)<\/title>/s.exec(html)?.[1] ?? '') || 'without a title',
    url,
    alert: /role="alert"[^>]*>(.*?)</s.exec(html)?.[1] ?? refusedField(html),
    form: form === null ? undefined : readForm(form[1] ?? '', form[2] ?? '', url),
  };
}

/** WAI-ARIA 1.2 §6.6 `aria-invalid`: pages without an alert mark the field whose value they refuse. */
function refusedField(html: string): string | undefined {
  const [tag = ''] = /<input\b[^>]*\baria-invalid="true"[^>]*>/s.exec(html) ?? [];
  const name = readAttributes(tag).get('name');
  return name === undefined ? undefined : `the value of "${name}" is wrong`;
}

/**
 * The URL of the page's form, and the fields as the user has filled them in.
 * @throws Error when the page shows an alert, has no form, or asks for something that the user does not know
 */
export function fillIn(page: Page, answers: Answers): { url: URL; form: URLSearchParams } {
  if (page.alert !== undefined) throw new Error(`the page "${page.title}" says: ${text(page.alert)}`);
  if (page.form === undefined) {
    throw new Error(`the page "${page.title}" at ${page.url.pathname} has no form to go on with`);
  }
  const form = new URLSearchParams();
  for (const field of page.form.fields) {
    const name = field.get('name');
    if (name !== undefined) form.set(name, answer(field, name, answers, page));
  }
  return { url: page.form.action, form };
}

function readForm(attributes: string, content: string, url: URL) {
  const fields = [...content.matchAll(/<input\b([^>]*)>/gs)].map((input) => readAttributes(input[1] ?? ''));
  return { action: new URL(readAttributes(attributes).get('action') ?? '', url), fields };
}

function readAttributes(tag: string): Field {
  const pairs = tag.matchAll(/([\w-]+)\s*=\s*"([^"]*)"/g);
  return new Map([...pairs].map(([, name = '', value = '']) => [name.toLowerCase(), text(value)]));
}

/** Reads `type` and `autocomplete` before the name: these are standard, and each provider chooses its own names. */
function answer(field: Field, name: string, answers: Answers, page: Page): string {
  const purpose = field.get('autocomplete');
  const type = field.get('type') ?? 'text';
  if (type === 'hidden') return field.get('value') ?? '';
  if (type === 'password') return answers.password;
  if (purpose === 'one-time-code' || name === 'code') return answers.oneTimeCode;
  if (purpose === 'username' || name === 'username' || type === 'email') return answers.username;
  throw new Error(`the page "${page.title}" asks for "${name}", which the scripted user does not know`);
}

function text(html: string): string {
  const entities: Record<string, string> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  };
  return html.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity).trim();
}
