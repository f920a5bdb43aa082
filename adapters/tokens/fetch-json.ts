/** Fetches a JSON document within a deadline and a size limit, following no redirect. */

/** Resolves to the parsed document; rejects when it is larger than `maxBytes`, or `signal` is aborted. */
export async function fetchJson(url: string, maxBytes: number, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, {
    redirect: 'error',
    // A connection that is kept while the function is frozen may be closed by the other side in the moment of its next use.
    headers: { accept: 'application/json', connection: 'close' },
    signal,
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
