import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLineProcess } from '../../support/admin/command-line.ts';

const TRUST = {
  acr: ['loa1', 'loa2'],
  issuers: [{ issuer: 'http://127.0.0.1:1', audience: ['api'] }],
};
const POLICY = '- route: GET /accounts\n- route: POST /payments\n  acr: loa2\n';
const SCENARIOS = JSON.stringify({
  scenarios: [
    {
      name: 'A password does not pay',
      request: { method: 'POST', path: '/payments' },
      claims: { sub: 'alice', acr: 'loa1', auth_time: 'now-10' },
      expect: 'challenge',
    },
  ],
});

const folder = mkdtempSync(join(tmpdir(), 'step-up-files-'));
beforeAll(() => {
  write('step-up.config.json', JSON.stringify(TRUST));
  write('scenarios.json', SCENARIOS);
});
beforeEach(() => {
  write('policy.yaml', POLICY);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
};
const stepUp = (...args: string[]) => commandLineProcess(args, { directory: folder });
const simulate = () => stepUp('simulate', 'scenarios.json', '--against', 'policy.yaml');

describe('with nothing but files, as in a pipeline without credentials,', () => {
  test('a policy file is linted', async () => {
    const { code, out, err } = await stepUp('policy', 'lint', '--file', 'policy.yaml');
    expect(err).toContain('The methods of the API are not known');
    expect(out).toBe('0 errors, 0 warnings in policy.yaml');
    expect(code).toBe(0);
    write('policy.yaml', POLICY.replace('loa2', 'loa9'));
    expect((await stepUp('policy', 'lint', '--file', 'policy.yaml')).code).toBe(3);
  });

  test('scenarios are decided with a policy file, and nothing is said about a policy in force', async () => {
    expect(await simulate()).toMatchObject({
      code: 0,
      out: expect.stringMatching(/\n1 of 1 scenarios as expected\.$/),
    });
    write('policy.yaml', POLICY.replace('loa2', 'loa1'));
    expect((await simulate()).code).toBe(2);
  });

  test('a template that a scenario names is a route, also where the policy has a wildcard for it', async () => {
    write('policy.yaml', '- route: ANY /refunds/*\n  acr: loa2\n');
    write('template.json', SCENARIOS.replace('"/payments"', '"/refunds/{id}?dry=1"'));
    const args = ['simulate', 'template.json', '--against', 'policy.yaml'];
    expect(await stepUp(...args)).toMatchObject({ code: 0, out: expect.stringContaining('challenge') });
  });

  test('the trust config may be a file of another name', async () => {
    write('trust.json', JSON.stringify({ ...TRUST, acr: ['loa1'] }));
    const args = ['policy', 'lint', '--file', 'policy.yaml', '--config', 'trust.json'];
    expect((await stepUp(...args)).out).toContain('loa2');
  });

  test('a command about the policy in force asks for the API', async () => {
    for (const args of [
      ['policy', 'lint'],
      ['simulate', 'scenarios.json'],
    ])
      expect(await stepUp(...args)).toMatchObject({
        code: 1,
        err: expect.stringContaining('which protected API?'),
      });
  });

  test('a file needs a trust config, and the message says so', async () => {
    const args = ['policy', 'lint', '--file', join(folder, 'policy.yaml')];
    const { code, err } = await commandLineProcess(args, { directory: '/' });
    expect(code).toBe(1);
    expect(err).toContain('--config FILE');
  });
});
