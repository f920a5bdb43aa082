/** The licenses of everything that is bundled: they ask to be handed on with it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

/** What esbuild tells of a bundle; of it, only the files that went in. */
export const metafileSchema = v.object({ inputs: v.record(v.string(), v.unknown()) });

const manifestSchema = v.object({
  name: v.string(),
  version: v.string(),
  license: v.optional(v.string(), 'see its text'),
});

/** The text of all of them. `root` is the folder that the metafiles' paths start from. */
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
