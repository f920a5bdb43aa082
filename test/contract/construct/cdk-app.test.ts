import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createApp, STACK_NAME } from '../../../lib/example/app.ts';
import { readTrustConfig } from '../../../lib/trust/read-trust-config.ts';
import { newOutdir, TRUST } from '../../support/stacks/synth.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const TEMPLATE = `${STACK_NAME}.template.json`;

/** Runs the app as the CDK command line does: context and output folder come by the environment. */
function synthesize(trust: string, more: object = {}, validation = false) {
  const outdir = newOutdir();
  const config = join(outdir, 'trust.json');
  writeFileSync(config, trust);
  const { context }: { context: object } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', join(ROOT, 'bin', 'app.ts')], {
    env: {
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, config, ...more }),
      // Its findings would be on stderr.
      CDK_VALIDATION: String(validation),
    },
    encoding: 'utf8',
  });
  return { status, stderr, config, template: join(outdir, TEMPLATE) };
}

test('the command line makes the template that the local run makes', () => {
  const { status, stderr, config, template } = synthesize(JSON.stringify(TRUST), {}, true);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const outdir = newOutdir();
  createApp({ trust: readTrustConfig(config), outdir }).synth();
  expect(readFileSync(template, 'utf8')).toBe(readFileSync(join(outdir, TEMPLATE), 'utf8'));
});

test('is deployed under two names with two trust configs, as two stacks that share no name', () => {
  const synthesized = ['shop-dev', 'shop-prod'].map((stackName) => {
    const issuers = [{ ...TRUST.issuers[0], issuer: `https://${stackName}.example.com` }];
    const { template } = synthesize(JSON.stringify({ ...TRUST, issuers }), { stackName });
    const manifest = readFileSync(join(dirname(template), 'manifest.json'), 'utf8');
    return { manifest, template: readFileSync(template, 'utf8') };
  });
  for (const [index, { manifest, template }] of synthesized.entries()) {
    const [own, other] = index === 0 ? ['shop-dev', 'shop-prod'] : ['shop-prod', 'shop-dev'];
    expect(manifest).toContain(`"stackName": "${own}"`);
    expect(template).toContain(`https://${own}.example.com`);
    expect(template).not.toContain(other);
    // A fixed name of a resource would be taken already: names are made by CloudFormation, or have the stack's in them.
    expect(template).not.toMatch(/"(?:Table|Function|Role|Alarm|LogGroup)Name": "/);
  }
});

test('every mistake in the trust config is reported with its path, and nothing is synthesized', () => {
  const issuers = [{ issuer: 'http://id.example.com', audience: [], algorithms: ['HS256'] }];
  const { status, stderr, config, template } = synthesize(JSON.stringify({ acr: ['a b'], issuers }));
  expect(status).toBe(1);
  expect(stderr).toContain(`${config} has 4 mistake(s):\n  acr[0]: `);
  expect(stderr).toMatch(
    /issuers\[0\]\.issuer: .*\n.*issuers\[0\]\.algorithms.*\n.*issuers\[0\]\.audience: /,
  );
  expect(stderr).not.toContain('    at ');
  expect(existsSync(template)).toBe(false);
});

/** Where each mistake of the config below is, and what is said to do about it. */
const EVERY_MISTAKE: [path: string, remedy: RegExp][] = [
  ['acr[1]', /^write an acr word of .* without space/],
  ['acr[2]', /^write an acr word as text$/],
  ['acr', /^an acr word is listed twice: remove one "urn:example:loa:1"$/],
  ['issuers', /^an issuer is listed twice: merge issuers\[1\] into issuers\[0\]$/],
  ['issuers[0].keys', /^unknown field: remove it, or write it as one of issuer, .*jwksUri/],
  ['issuers[0].jwksuri', /^unknown field: remove it, or write it as one of issuer, .*jwksUri/],
  ['issuers[0].algorithms[0]', /^expected one of RS256, .*: only asymmetric signatures can be trusted$/],
  ['issuers[0].algorithms[2]', /^expected one of RS256, .*: only asymmetric signatures can be trusted$/],
  ['issuers[0].clockSkew', /^expected 0 to 60 seconds$/],
  ['issuers[1].audience', /^list at least one audience: /],
  [
    'issuers[2].issuer',
    /^expected https:\/\/: name the https URL, since http:\/\/ is for the local run only$/,
  ],
  ['issuers[2].audience[0]', /^an audience is not empty: fill it in$/],
  ['issuers[2].profile', /^expected one of rfc9068, cognito, /],
  [
    'issuers[2].acr.value',
    /^unknown field: remove it, or write it as one of claim, list, values, numbers, methods, request$/,
  ],
  ['issuers[3].issuer', /^expected https:\/\/: name the https URL /],
  [
    'issuers[3].jwksUri',
    /^expected https:\/\/: name the https URL, since http:\/\/ is for the local run only$/,
  ],
  ['issuers[3].audience', /^list the audiences, such as \["/],
  ['issuers[4].issuer', /^write a URL such as https:\/\//],
  ['issuers[4].acr.values.a b', /^write an acr word of .* without space/],
  [
    'issuers[4].acr.values',
    /^mfa is mapped to loa9, which is not one of your acr words: add it to acr, or map mfa to /,
  ],
  ['issuers[5].issuer', /^is missing: add it$/],
  ['issuers[6]', /^write an object of issuer, audience, /],
  ['publicUrl', /^expected https:\/\/: name the https URL, since http:\/\/ is for the local run only$/],
  [
    'cors.allowedOrigins[0]',
    /^expected an origin such as https:\/\/app\.example\.com, without a path: write https:\/\/app\.example\.com$/,
  ],
  [
    'cors.origins',
    /^unknown field: remove it, or write it as one of allowedOrigins, allowedHeaders, exposedHeaders$/,
  ],
  ['verboseRefusals', /^expected true or false$/],
  ['colour', /^unknown field: remove it, or write it as one of .*verboseRefusals$/],
  ['Issuers', /^unknown field: remove it, or write it as one of .*issuers/],
];

const byPath = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
const splitAtColon = (line: string): [string, string] => {
  const at = line.indexOf(': ');
  return [line.slice(0, at), line.slice(at + 2)];
};

test('every kind of mistake comes out at once, each with its path and what to do', () => {
  const good = { issuer: 'https://id.example.com', audience: ['https://api.example.com'] };
  const { status, stderr, config, template } = synthesize(
    JSON.stringify({
      acr: ['urn:example:loa:1', 'loa 2', 7, 'urn:example:loa:1'],
      issuers: [
        { ...good, keys: 'x', jwksuri: 'y', algorithms: ['HS256', 'ES256', 'none'], clockSkew: 3600 },
        { ...good, audience: [] },
        { issuer: 'http://127.0.0.1:9000', audience: [''], profile: 'acme', acr: { value: {} } },
        { issuer: 'http://id.example.com', jwksUri: 'http://localhost:1/jwks', audience: 'x' },
        { issuer: 'id.example.com', audience: ['a'], acr: { values: { mfa: 'loa9', 'a b': 'loa 2' } } },
        { audience: ['a'] },
        'https://other.example.com',
      ],
      publicUrl: 'http://localhost:3000/v1',
      cors: { allowedOrigins: ['https://app.example.com/'], origins: [] },
      verboseRefusals: 'yes',
      colour: 1,
      Issuers: [],
    }),
  );
  expect(status).toBe(1);
  expect(existsSync(template)).toBe(false);
  const [title, ...mistakes] = stderr.trimEnd().split('\n');
  expect(title).toBe(`${config} has ${mistakes.length} mistake(s):`);
  const said = mistakes.map((line) => splitAtColon(line.trim())).toSorted(byPath);
  const expected = EVERY_MISTAKE.toSorted(byPath);
  expect(said.map(([path]) => path)).toEqual(expected.map(([path]) => path));
  for (const [index, [, message]] of said.entries()) expect(message).toMatch(expected[index]?.[1] ?? '');
});

test('a trust config that would not fit into the environment of a function is taken', () => {
  const audience = Array.from(
    { length: 80 },
    (_, index) => `https://api-${index}.example.com/a/long/path/to/name`,
  );
  const trust = { ...TRUST, issuers: [{ issuer: 'https://id.example.com', audience }] };
  const { status, stderr, template } = synthesize(JSON.stringify(trust));
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(existsSync(template)).toBe(true);
});

test('a trust config that is not JSON is named', () => {
  const { status, stderr, config } = synthesize('{"acr": [');
  expect(status).toBe(1);
  expect(stderr).toContain(`${config} cannot be read as JSON`);
});
