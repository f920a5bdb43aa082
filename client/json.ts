/** JSON that others have written: of any shape, and of any size. */

/** In characters. Ours is 1 KB. */
const LARGEST = 64 * 1024;

/** Whether a parsed JSON value is an object, whose members may be anything. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** What an answer says in JSON. Undefined where that is none, is broken off, or goes on for too long. */
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
