/** JSON from a server: of any form, and of any size. */

/** In characters. The answers of the authorizer and the exchange have about 1 KB. */
const LARGEST = 64 * 1024;

/** Whether a parsed JSON value is an object, with members of any type. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The JSON of an answer. Undefined where the body is not JSON, breaks off, or is too large. */
export async function readJson({ body }: Response): Promise<unknown> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) return JSON.parse(text);
      text += decoder.decode(chunk.value, { stream: true });
      if (text.length > LARGEST) throw new RangeError();
    }
  } catch {
    reader?.cancel().catch(() => undefined);
    return undefined;
  }
}
