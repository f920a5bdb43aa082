/** Imports that the rules must forbid, and imports beside them that they must allow. */

/** One import. `from` is the folder of a new file, or a file that a rule names; `to` a file of ours, or a package. */
export interface Import {
  readonly from: string;
  readonly to: string;
  /** The file that is imported instead: it imports a type of `to`. */
  readonly through?: string;
  /** Of a type alone. */
  readonly typeOnly?: true;
}

/** Each breaks this one rule alone. */
export const BREACHES: Readonly<Record<string, readonly Import[]>> = {
  'folders-import-no-file-of-the-root': [
    { from: 'adapters/stores', to: 'build.ts' },
    { from: 'lambda/authorizer', to: 'build.ts' },
    { from: 'test/unit', to: 'build-package.ts', typeOnly: true },
  ],
  'no-file-imports-bin': [{ from: 'test/unit', to: 'bin/local.ts' }],
  'the-reference-of-the-model-stands-alone': [
    { from: 'test/model/reference', to: 'core/policy' },
    { from: 'test/model/reference', to: 'test/support' },
  ],
  'only-tests-and-benches-import-each-other': [
    { from: 'bin', to: 'test/support/route.ts' },
    { from: 'local', to: 'bench/authorizer.ts' },
  ],
  'every-import-is-found': [{ from: 'bench', to: 'bench/there-is-no-such-file.ts' }],

  'core-is-pure': [
    { from: 'core/policy', to: 'node:fs' },
    { from: 'core/token', to: 'jose' },
    { from: 'core', to: 'adapters/hash.ts' },
    { from: 'core/gateway', to: 'local/template/api.ts', typeOnly: true },
  ],
  'contract-imports-nothing': [{ from: 'core/contract.ts', to: 'core/parse.ts' }],
  'core-files-outside-a-room-import-no-room': [{ from: 'core', to: 'core/policy/item.ts' }],
  'gateway-trust-and-fixed-answers-import-no-room': [
    { from: 'core/gateway', to: 'core/answer/fixed/cors.ts' },
    { from: 'core/trust', to: 'core/token/issuer-words.ts', typeOnly: true },
    { from: 'core/trust', to: 'core/condition/times.ts' },
    { from: 'core/answer/fixed', to: 'core/answer/refusal.ts' },
  ],
  'core-condition-never-looks-back': [{ from: 'core/condition', to: 'core/policy/item.ts' }],
  'core-policy-never-looks-back': [
    { from: 'core/policy', to: 'core/token/credential.ts' },
    { from: 'core/policy/edits', to: 'core/trust/trust-config.ts' },
  ],
  'core-token-never-looks-back': [{ from: 'core/token', to: 'core/decision/decide.ts' }],
  'core-decision-never-looks-back': [{ from: 'core/decision', to: 'core/answer/refusal.ts', typeOnly: true }],

  'adapters-import-only-core': [{ from: 'adapters/dynamodb', to: 'lambda/request/config.ts' }],
  'adapters-never-decide': [
    { from: 'adapters', to: 'core/decision/decide.ts' },
    { from: 'adapters/stores', to: 'core/answer/refusal.ts' },
    { from: 'adapters/stores', to: 'core/policy/rules.ts' },
    { from: 'adapters/dynamodb', to: 'core/policy/edits/edit.ts' },
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
  'rooms-of-requests-import-access-and-request': [
    { from: 'lambda/authorizer', to: 'lambda/token-exchange/exchange.ts' },
    { from: 'lambda/authorizer', to: 'lambda/policy-audit/edit-record.ts', typeOnly: true },
    { from: 'lambda/request', to: 'lambda/token-exchange/http-answer.ts' },
  ],
  'requests-know-no-audit': [
    { from: 'lambda/authorizer', to: 'adapters/audit/audit-table.ts' },
    { from: 'lambda/access', to: 'adapters/audit/record.ts', typeOnly: true },
    { from: 'adapters/stores', to: 'adapters/audit/record.ts', typeOnly: true },
  ],
  'other-rooms-of-lambda-import-no-room': [
    { from: 'lambda/access', to: 'lambda/request/services.ts' },
    { from: 'lambda/policy-audit', to: 'lambda/access/fetchers.ts', typeOnly: true },
    { from: 'lambda/policy-audit', to: 'lambda/request/config.ts' },
    { from: 'lambda/seed-policies', to: 'lambda/policy-audit/policy-snapshot.ts' },
  ],
  'lambda-files-outside-a-room-import-no-room': [
    { from: 'lambda', to: 'lambda/policy-audit/policy-snapshot.ts' },
    { from: 'lambda', to: 'lambda/request/deadline.ts' },
  ],
  'audit-and-seeding-know-no-requests': [
    { from: 'lambda/policy-audit', to: 'core/decision/decide.ts' },
    { from: 'lambda/policy-audit', to: 'core/token/credential.ts' },
    { from: 'lambda/policy-audit', to: 'core/answer/urls.ts', typeOnly: true },
    { from: 'lambda/policy-audit', to: 'core/decision/grant.ts', through: 'adapters/dynamodb/items.ts' },
    { from: 'lambda/policy-audit', to: 'adapters/stores/grant-store.ts' },
    { from: 'lambda/seed-policies', to: 'adapters/tokens/token-verifier.ts', typeOnly: true },
  ],

  'lib-imports-only-core-and-backend': [
    { from: 'lib/example', to: 'lambda/request/config.ts' },
    { from: 'lib', to: 'local/ports.ts' },
  ],
  'lib-never-decides': [
    { from: 'lib/gateway', to: 'core/decision/decide.ts' },
    { from: 'lib', to: 'core/answer/refusal.ts' },
    { from: 'lib', to: 'core/policy/edits/edit.ts' },
    { from: 'lib/gateway', to: 'core/policy/rules.ts', through: 'core/policy/route-policy.ts' },
    { from: 'lib/trust', to: 'core/token/access-token.ts', typeOnly: true },
  ],
  'lib-leaves-conditions-to-the-policy': [{ from: 'lib', to: 'core/condition/condition.ts' }],
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
  'console-wire-imports-refusals-alone': [
    { from: 'console/wire', to: 'console/server/http.ts' },
    { from: 'console/wire', to: 'core/policy/item.ts', typeOnly: true },
  ],
  'console-page-imports-client-gateway-and-provider': [
    { from: 'console/page/policy', to: 'console/server/http.ts' },
    { from: 'console/page/shell', to: 'node:crypto' },
    { from: 'console/page/log', to: 'core/policy/item.ts', typeOnly: true },
  ],
  'the-aws-sdk-is-for-those-who-talk-to-aws': [
    { from: 'admin/policy', to: '@aws-sdk/client-dynamodb' },
    { from: 'console/server', to: '@aws-sdk/client-dynamodb', typeOnly: true },
    { from: 'lambda', to: '@aws-sdk/client-dynamodb' },
    { from: 'lambda/access', to: '@aws-sdk/client-dynamodb' },
    { from: 'lambda/request', to: '@aws-sdk/client-dynamodb', typeOnly: true },
    { from: 'lambda/seed-policies', to: '@aws-sdk/client-dynamodb' },
  ],

  'local-runs-bundles': [
    { from: 'local/gateway', to: 'core/decision/decide.ts' },
    { from: 'local', to: 'core/trust/trust-config.ts', typeOnly: true },
    { from: 'local/dynamodb', to: 'adapters/stores/policy-store.ts' },
    { from: 'local/streams', to: 'adapters/audit/audit-table.ts' },
    { from: 'local', to: 'admin/administration.ts' },
  ],

  'the-backend-helper-stands-alone': [{ from: 'backend', to: 'core/parse.ts' }],
  'the-client-stands-alone': [
    { from: 'client', to: 'core/contract.ts' },
    { from: 'client', to: 'oauth4webapi' },
  ],
  'the-client-does-without-its-adapters': [{ from: 'client', to: 'client/adapters/popup.ts' }],
  'adapters-of-the-client-import-only-their-libraries': [{ from: 'client/adapters', to: 'valibot' }],
  'openid-client-is-for-its-own-adapter': [
    { from: 'client/adapters', to: 'openid-client' },
    { from: 'client/adapters', to: 'openid-client', through: 'client/adapters/same-user.ts' },
  ],
  'the-adapter-of-openid-client-does-without-oauth4webapi': [
    {
      from: 'client/adapters/openid-client.ts',
      to: 'oauth4webapi',
      through: 'client/adapters/authorization-code.ts',
    },
  ],
};

export const ALLOWED: readonly Import[] = [
  { from: 'core/answer', to: 'core/decision/decide.ts' },
  { from: 'core/policy', to: 'core/condition/condition.ts' },
  { from: 'core/condition', to: 'core/parse.ts' },
  { from: 'core', to: 'valibot' },
  { from: 'adapters/stores', to: 'core/decision/grant.ts', typeOnly: true },
  { from: 'adapters/stores', to: '@aws-sdk/client-dynamodb' },
  { from: 'adapters/stores', to: 'core/policy/rules.ts', typeOnly: true },
  { from: 'adapters/tokens/token-verifier.ts', to: 'core/token/authentication.ts' },
  { from: 'core/token/hypothetical-authentication.ts', to: 'core/token/authentication.ts' },
  { from: 'lambda/authorizer', to: 'core/token/authentication.ts', typeOnly: true },
  { from: 'admin/explain', to: 'core/token/hypothetical-authentication.ts' },
  { from: 'admin/explain', to: 'lambda/access/decide-access.ts' },
  { from: 'admin/connection', to: '@aws-sdk/client-dynamodb' },
  { from: 'lambda/authorizer', to: 'lambda/request/outcome.ts' },
  { from: 'lambda/request', to: 'lambda/access/fetchers.ts' },
  { from: 'lambda/policy-audit', to: 'adapters/audit/audit-table.ts' },
  { from: 'lambda/policy-audit', to: 'core/policy/edits/edit.ts' },
  { from: 'lambda/policy-audit', to: 'lambda/telemetry.ts' },
  { from: 'lambda/policy-audit', to: 'adapters/dynamodb/batch-read.ts' },
  { from: 'lib', to: 'aws-cdk-lib' },
  { from: 'lib/example', to: 'backend/index.ts' },
  { from: 'lib/example', to: 'cdk.json' },
  { from: 'lib', to: 'core/answer/fixed/cors.ts' },
  { from: 'lib', to: 'core/policy/item.ts' },
  { from: 'lib/trust', to: 'core/trust/web-url.ts' },
  { from: 'cli', to: 'admin/administration.ts' },
  { from: 'cli', to: 'package.json' },
  { from: 'cli', to: 'adapters/tokens/token-verifier.ts', typeOnly: true },
  { from: 'console/page/exchange', to: 'client/adapters/popup.ts' },
  { from: 'console/page/exchange', to: 'core/gateway/match.ts' },
  { from: 'console/server', to: 'local/stack.ts' },
  { from: 'local/gateway', to: 'core/gateway/match.ts' },
  { from: 'local', to: 'lib/example/stack.ts' },
  { from: 'backend', to: 'core/contract.ts' },
  { from: 'client/adapters', to: 'oauth4webapi' },
  { from: 'bench', to: 'test/support/route.ts' },
];
