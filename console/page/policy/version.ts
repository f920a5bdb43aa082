/** The version in the text of an item: the one that was read, and that a write replaces. */
const VERSION = /^version: .*$\n?/m;

/** The fields, with the version of the item that they replace. */
export function withVersionOf(current: string, fields: string): string {
  const version = VERSION.exec(current)?.[0] ?? '';
  if (/^\s*\{\s*"/.test(fields))
    return fields.replace(/"version":\s*\d+/, version.trim().replace('version', '"version"'));
  const rest = fields.replace(VERSION, '').replace(/^\{\}\s*$/, '');
  return `${rest}${rest === '' || rest.endsWith('\n') ? '' : '\n'}${version}`;
}
