/** Fetches a JSON document within one deadline and a size limit, following no redirect. */

/** Where a document is, how long it may take in all (milliseconds), and how large it may be (bytes). */
export interface FetchLimits {
  readonly deadline: number;
  readonly maxBytes: number;
}

/** Resolves to the parsed document; rejects when it cannot be had within the limits, or the request is given up. */
export async function fetchJson(
  url: string,
  { deadline, maxBytes }: FetchLimits,
  request: AbortSignal,
): Promise<unknown> {
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.any([request, AbortSignal.timeout(deadline)]),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} answered ${response.status}`);
  }
  return JSON.parse(await readText(response, url, maxBytes));
}

async function readText(response: Response, url: string, maxBytes: number): Promise<string> {
  const body: AsyncIterable<Uint8Array> | null = response.body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`${url} is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
