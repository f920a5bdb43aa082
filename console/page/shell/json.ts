/** JSON from the local run itself. Its form is not checked: both sides are ours. */

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names what is expected
export function parseJson<T>(text: string): T {
  // oxlint-disable-next-line typescript/no-unsafe-return -- it is only shown, and only to the user who has sent it
  return JSON.parse(text);
}

export async function jsonOf<T>(response: Response): Promise<T> {
  return parseJson<T>(await response.text());
}
