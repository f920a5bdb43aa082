/** What axe finds on a page. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** The rules that are broken, each with the HTML of the elements that break it. */
export async function violationsIn(
  page: Page,
): Promise<readonly (readonly [rule: string, elements: string[]])[]> {
  // Legacy mode: axe opens no further page of its own, which it needs only for frames of other origins. We have none.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)] as const);
}
