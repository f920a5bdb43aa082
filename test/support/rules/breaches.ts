/** Imports that the rules must forbid, and imports beside them that they must allow. */

/** One import. `from` is the folder of a new file, or a file that a rule names; `to` a file of ours, or a package. */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** Of a type alone. */
  readonly typeOnly?: true;
}

/** Each breaks this one rule alone. */
export const BREACHES: Readonly<Record<string, readonly Import[]>> = {
  'no-file-imports-bin': [{ from: 'test/unit', to: 'bin/local.ts' }],
  'only-tests-and-benches-import-each-other': [
    { from: 'bin', to: 'test/support/route.ts' },
    { from: 'local', to: 'bench/authorizer.ts' },
  ],
  'every-import-is-found': [{ from: 'bench', to: 'bench/there-is-no-such-file.ts' }],

  'core-is-pure': [
    { from: 'core/policy', to: 'node:fs' },
    { from: 'core/token', to: 'aws-jwt-verify' },
    { from: 'core', to: 'adapters/hash.ts' },
    { from: 'core/gateway', to: 'local/template/api.ts', typeOnly: true },
  ],
  'contract-imports-nothing': [{ from: 'core/contract.ts', to: 'core/parse.ts' }],
  'core-files-outside-a-room-import-no-room': [{ from: 'core', to: 'core/policy/item.ts' }],
  'core-gateway-imports-no-room': [{ from: 'core/gateway', to: 'core/answer/fixed/cors.ts' }],
  'core-condition-never-looks-back': [{ from: 'core/condition', to: 'core/policy/item.ts' }],
  'core-policy-never-looks-back': [{ from: 'core/policy', to: 'core/token/credential.ts' }],
  'core-token-never-looks-back': [{ from: 'core/token', to: 'core/decision/decide.ts' }],
  'core-trust-never-looks-back': [{ from: 'core/trust', to: 'core/token/issuer-words.ts', typeOnly: true }],
  'core-decision-never-looks-back': [{ from: 'core/decision', to: 'core/answer/refusal.ts', typeOnly: true }],

  'adapters-import-only-core': [{ from: 'adapters/dynamodb', to: 'lambda/request/config.ts' }],
  'adapters-never-decide': [
    { from: 'adapters', to: 'core/decision/decide.ts' },
    { from: 'adapters/stores', to: 'core/answer/refusal.ts' },
  ],
  'only-the-token-verifier-makes-authentications': [
    { from: 'adapters/tokens', to: 'core/token/authentication.ts' },
    { from: 'core/token', to: 'core/token/authentication.ts' },
    { from: 'test/unit', to: 'core/token/authentication.ts' },
  ],
  'hypothetical-authentications-are-for-admin-and-tests': [
    { from: 'lambda/authorizer', to: 'core/token/hypothetical-authentication.ts' },
    { from: 'cli', to: 'core/token/hypothetical-authentication.ts' },
  ],

  'lambda-imports-only-core-and-adapters': [{ from: 'lambda/authorizer', to: 'lib/setup-error.ts' }],
  'no-file-imports-a-handler': [{ from: 'test/contract/functions', to: 'lambda/authorizer/handler.ts' }],
  'the-audit-knows-no-requests': [
    { from: 'lambda/policy-audit', to: 'lambda/request/services.ts' },
    { from: 'lambda/policy-audit', to: 'lambda/token-exchange/exchange.ts' },
    { from: 'lambda/policy-audit', to: 'adapters/stores/grant-store.ts' },
    { from: 'lambda/policy-audit', to: 'adapters/tokens/token-verifier.ts', typeOnly: true },
  ],
  'requests-know-no-audit': [
    { from: 'lambda', to: 'lambda/policy-audit/audit-table.ts' },
    { from: 'lambda/authorizer', to: 'lambda/policy-audit/record.ts', typeOnly: true },
  ],

  'lib-imports-only-core-and-backend': [
    { from: 'lib/example', to: 'lambda/request/config.ts' },
    { from: 'lib', to: 'local/ports.ts' },
  ],
  'lib-never-decides': [
    { from: 'lib/gateway', to: 'core/decision/decide.ts' },
    { from: 'lib', to: 'core/condition/condition.ts' },
  ],
  'the-cdk-is-for-the-construct': [
    { from: 'cli', to: 'aws-cdk-lib' },
    { from: 'lambda/seed-policies', to: 'constructs', typeOnly: true },
  ],

  'admin-imports-core-adapters-and-access': [
    { from: 'admin/policy', to: 'cli/policy-put.ts' },
    { from: 'admin/explain', to: 'lambda/request/services.ts' },
  ],
  'cli-imports-admin-and-core': [
    { from: 'cli', to: 'adapters/tokens/token-verifier.ts' },
    { from: 'cli', to: 'local/walk.ts' },
  ],
  'console-server-imports-admin-core-and-local': [{ from: 'console/server', to: 'cli/program.ts' }],
  'console-page-imports-the-client': [
    { from: 'console/page/policy', to: 'console/server/http.ts' },
    { from: 'console/page/shell', to: 'node:crypto' },
    { from: 'console/page/log', to: 'core/policy/item.ts', typeOnly: true },
  ],
  'the-aws-sdk-is-for-those-who-talk-to-aws': [
    { from: 'admin/policy', to: '@aws-sdk/client-dynamodb' },
    { from: 'console/server', to: '@aws-sdk/client-dynamodb', typeOnly: true },
    { from: 'lambda', to: '@aws-sdk/client-dynamodb' },
  ],

  'local-runs-bundles': [
    { from: 'local/gateway', to: 'core/decision/decide.ts' },
    { from: 'local', to: 'core/trust/trust-config.ts', typeOnly: true },
    { from: 'local/dynamodb', to: 'adapters/stores/policy-store.ts' },
    { from: 'local', to: 'admin/command.ts' },
  ],

  'the-backend-helper-stands-alone': [{ from: 'backend', to: 'core/parse.ts' }],
  'the-client-stands-alone': [
    { from: 'client', to: 'core/contract.ts' },
    { from: 'client', to: 'oauth4webapi' },
  ],
  'the-client-does-without-its-adapters': [{ from: 'client', to: 'client/adapters/popup.ts' }],
  'adapters-of-the-client-know-one-library-each': [{ from: 'client/adapters', to: 'valibot' }],
};

export const ALLOWED: readonly Import[] = [
  { from: 'core/answer', to: 'core/decision/decide.ts' },
  { from: 'core/policy', to: 'core/condition/condition.ts' },
  { from: 'core/condition', to: 'core/parse.ts' },
  { from: 'core', to: 'valibot' },
  { from: 'adapters/stores', to: 'core/decision/grant.ts', typeOnly: true },
  { from: 'adapters/stores', to: '@aws-sdk/client-dynamodb' },
  { from: 'adapters/tokens/token-verifier.ts', to: 'core/token/authentication.ts' },
  { from: 'core/token/hypothetical-authentication.ts', to: 'core/token/authentication.ts' },
  { from: 'lambda/authorizer', to: 'core/token/authentication.ts', typeOnly: true },
  { from: 'admin/explain', to: 'core/token/hypothetical-authentication.ts' },
  { from: 'admin/explain', to: 'lambda/access/access.ts' },
  { from: 'admin/connection', to: '@aws-sdk/client-dynamodb' },
  { from: 'lambda/policy-audit', to: 'lambda/telemetry.ts' },
  { from: 'lambda/policy-audit', to: 'adapters/dynamodb/batch-read.ts' },
  { from: 'lib', to: 'aws-cdk-lib' },
  { from: 'lib/example', to: 'backend/index.ts' },
  { from: 'cli', to: 'admin/command.ts' },
  { from: 'cli', to: 'package.json' },
  { from: 'cli', to: 'adapters/tokens/token-verifier.ts', typeOnly: true },
  { from: 'console/page/exchange', to: 'client/adapters/popup.ts' },
  { from: 'console/server', to: 'local/stack.ts' },
  { from: 'local/gateway', to: 'core/gateway/match.ts' },
  { from: 'local', to: 'lib/example/stack.ts' },
  { from: 'backend', to: 'core/contract.ts' },
  { from: 'client/adapters', to: 'oauth4webapi' },
  { from: 'bench', to: 'test/support/route.ts' },
];
