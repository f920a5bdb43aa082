/** JSON of the local run's own making: what we have built ourselves is taken at its word. */

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names what is expected
export function parseJson<T>(text: string): T {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- only ever shown, and only to who has sent it
  return JSON.parse(text);
}

export async function jsonOf<T>(response: Response): Promise<T> {
  return parseJson<T>(await response.text());
}
