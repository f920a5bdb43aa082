/**
 * Synthesizes an app with the packs of cdk-nag, which leave their report in the assembly: `node nag-main.ts OPTIONS` for the example;
 * without options, for the app in the current folder, which is not changed for it.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import * as v from 'valibot';
import { exampleApp } from '../../templates.ts';

const options = v.object({ outdir: v.string(), region: v.optional(v.string()) });

const synth = Reflect.get(App.prototype, 'synth');
App.prototype.synth = function (this: App, ...args) {
  Validations.of(this).addPlugins(new AwsSolutionsChecks(this), new ServerlessChecks(this));
  return synth.apply(this, args);
};

const [, , text] = process.argv;
try {
  if (text === undefined) await import(pathToFileURL(join(process.cwd(), 'app.ts')).href);
  else {
    const { outdir, region } = v.parse(options, JSON.parse(text));
    exampleApp(outdir, region).synth();
  }
} catch (error) {
  // The report says what was found; whether that is accepted, the peer judges.
  if (!(error instanceof Error) || error.name !== 'ValidationFailed') throw error;
}
// Otherwise an app that CDK synthesizes when its process ends would fail there once more.
process.exit(0);
