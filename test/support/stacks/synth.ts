/** Synthesizes apps for tests, and reads what came out. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import * as cxapi from 'aws-cdk-lib/cx-api';
import * as v from 'valibot';
import { resource } from '../../../local/template/schema.ts';

const templateSchema = v.object({
  Resources: v.record(
    v.string(),
    v.object({
      ...resource.entries,
      DeletionPolicy: v.optional(v.string()),
      DependsOn: v.optional(v.array(v.string())),
      Metadata: v.optional(v.record(v.string(), v.unknown())),
    }),
  ),
});

/** The resources of a template, by logical id. */
export type Resources = v.InferOutput<typeof templateSchema>['Resources'];

export const TRUST = {
  acr: ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:3'],
  issuers: [{ issuer: 'https://id.example.com', audience: ['https://api.example.com'] }],
  cors: { allowedOrigins: ['https://app.example.com'] },
};

/** A folder of its own for a cloud assembly. */
export function newOutdir(): string {
  return mkdtempSync(join(tmpdir(), 'step-up-synth-'));
}

/** An app that is only read: without what takes long at synth, and is in no template. */
export function newApp(): App {
  return new App({
    outdir: newOutdir(),
    treeMetadata: false,
    context: { [cxapi.DISABLE_ASSET_STAGING_CONTEXT]: true, [cxapi.DISABLE_CREATION_STACK_TRACES]: true },
  });
}

/** Synthesizes the app and returns the resources of one of its stacks. */
export function synthesizedResources(app: App, stack: Stack): Resources {
  const assembly = app.synth();
  const { templateFullPath } = assembly.getStackArtifact(stack.artifactId);
  return v.parse(templateSchema, JSON.parse(readFileSync(templateFullPath, 'utf8'))).Resources;
}

/** All resources of a type, with their logical ids. */
export function ofType(resources: Resources, type: string) {
  return Object.entries(resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, one]) => ({ id, ...one }));
}

/** The one resource of a type with `part` in its logical id. */
export function onlyOne(resources: Resources, type: string, part: string) {
  const [found, ...others] = ofType(resources, type).filter(({ id }) => id.includes(part));
  if (found === undefined || others.length > 0)
    throw new Error(`the template has ${others.length + (found === undefined ? 0 : 1)} of ${type} ${part}`);
  return found;
}
