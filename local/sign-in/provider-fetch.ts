/** Asks a provider for its discovery document and for tokens: within a deadline, following no redirect, for no more than is useful. */

/** For an answer, with its body, in milliseconds; and the largest body, in bytes. */
const DEADLINE = 10_000;
const LARGEST_ANSWER = 1_000_000;

interface ProviderRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams | undefined;
}

/** The whole answer, of any status. Rejects with an Error where it does not come in time, or is too large. */
export async function providerFetch(
  url: string,
  { method, headers, body }: ProviderRequest,
): Promise<Response> {
  const response = await fetch(url, {
    ...{ method, headers, signal: AbortSignal.timeout(DEADLINE) },
    // A redirect could send a code or a token to another server.
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
  const { status } = response;
  const bytes = await bytesOf(response);
  // A status that says that there is no body allows none.
  return new Response(bytes.length === 0 ? null : bytes, { status, headers: response.headers });
}

async function bytesOf({ body }: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array> = body ?? [];
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of parts) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw new Error(`the answer is larger than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
