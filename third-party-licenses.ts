/** The licenses of all packages in the bundles: they must be distributed with the bundles. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

/** The part of esbuild's metafile that is read: the files in the bundle. */
export const metafileSchema = v.object({ inputs: v.record(v.string(), v.unknown()) });

const manifestSchema = v.object({
  name: v.string(),
  version: v.string(),
  license: v.optional(v.string(), 'see its text'),
});

/** The text of all licenses. `root` is the folder that the paths in the metafiles are relative to. */
export function thirdPartyLicenses(
  metafiles: readonly v.InferOutput<typeof metafileSchema>[],
  root: string,
): string {
  const packages = metafiles
    .flatMap(({ inputs }) => Object.keys(inputs))
    .flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
  return [...new Set(packages)]
    .toSorted()
    .map((path) => licenseOf(join(root, path)))
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function licenseOf(folder: string): string {
  const { name, version, license } = v.parse(
    manifestSchema,
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}
