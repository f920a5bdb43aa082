/** The fields of an item as the editor of the page shows them. */
import { yamlOf } from '../../admin/files/yaml-text.ts';
import { content } from '../../admin/policy/item-fields.ts';
import type { Item } from '../../admin/policy/item-fields.ts';

/** In YAML, without the key, which stands above the editor, and without the record of the write. Empty without fields. */
export function fieldsText(item: Item): string {
  const fields = Object.entries(content(item)).filter(([name]) => name !== 'route');
  return fields.length === 0 ? '' : yamlOf(Object.fromEntries(fields));
}
