/** The import rules of the design, by its numbers. `npm run check` runs them. */
const CONSTRUCTOR_OF_AUTHENTICATIONS = '^lambda/core/authentication\\.ts$';

module.exports = {
  forbidden: [
    { name: '1-no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: '2-core-imports-only-itself',
      comment:
        'core is pure: itself, the schema library, the expression library, and the names in contract.ts.',
      severity: 'error',
      from: { path: '^lambda/core/' },
      to: {
        pathNot: [
          '^lambda/core/',
          '^lambda/contract\\.ts$',
          '^node_modules/valibot/',
          '^node_modules/@marcbachmann/cel-js/',
        ],
      },
    },
    {
      name: '3-contract-imports-nothing',
      severity: 'error',
      from: { path: '^lambda/contract\\.ts$' },
      to: {},
    },
    {
      name: '4-only-the-token-verifier-makes-authentications',
      comment:
        'Everybody may name the type; only a verified token, or a plainly hypothetical one, becomes a value.',
      severity: 'error',
      from: {
        pathNot: ['^lambda/adapters/token-verifier\\.ts$', '^lambda/core/hypothetical-authentication\\.ts$'],
      },
      to: { path: CONSTRUCTOR_OF_AUTHENTICATIONS, dependencyTypesNot: ['type-only'] },
    },
    {
      name: '4-hypothetical-authentications-stay-out-of-the-functions',
      severity: 'error',
      from: { pathNot: '^(bin|test)/' },
      to: { path: '^lambda/core/hypothetical-authentication\\.ts$' },
    },
    {
      name: '4-adapters-do-not-decide',
      severity: 'error',
      from: { path: '^lambda/adapters/' },
      to: { path: '^lambda/core/(decide|grant)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: '5-aws-sdk-in-adapters-only',
      comment:
        'Two more roots talk to AWS themselves: the seeding custom resource has no adapter of its own.',
      severity: 'error',
      from: {
        pathNot: [
          '^lambda/adapters/',
          '^bin/step-up(\\.ts$|/)',
          '^local/',
          '^lambda/seed-policies\\.ts$',
          '^test/',
          '^bench/',
        ],
      },
      to: { path: '^node_modules/@aws-sdk/' },
    },
    {
      name: '6-nothing-imports-a-handler',
      severity: 'error',
      from: {},
      to: { path: '^lambda/(authorizer|token-exchange|policy-audit|seed-policies|example-backend)\\.ts$' },
    },
    {
      name: '6-lambda-stands-alone',
      severity: 'error',
      from: { path: '^lambda/' },
      to: { path: '^(lib|bin|local|test|bench)/|^node_modules/(aws-cdk-lib|constructs)/' },
    },
    {
      name: '6-the-backend-helper-stands-alone',
      comment: 'It is bundled into functions of others: the names in contract.ts and the schema library.',
      severity: 'error',
      from: { path: '^backend/' },
      to: { pathNot: ['^backend/', '^lambda/contract\\.ts$', '^node_modules/valibot/'] },
    },
    {
      name: '6-the-client-stands-alone',
      comment:
        'It runs in browsers and in programs of others, at 4 KB: nothing of ours, no library, no builtin.',
      severity: 'error',
      from: { path: '^client/', pathNot: '^client/adapters/' },
      to: { pathNot: '^client/' },
    },
    {
      name: '6-the-client-does-without-its-adapters',
      severity: 'error',
      from: { path: '^client/', pathNot: '^client/adapters/' },
      to: { path: '^client/adapters/' },
    },
    {
      name: '6-adapters-of-the-client-know-one-library-each',
      severity: 'error',
      from: { path: '^client/adapters/' },
      to: { pathNot: ['^client/', '^node_modules/(oauth4webapi|openid-client)/'] },
    },
    {
      name: '6-the-audit-knows-no-requests',
      comment: 'It judges what is written: no tokens, grants or risk.',
      severity: 'error',
      from: { path: '^lambda/(policy-audit|policy-change|surroundings)\\.ts$' },
      to: {
        path: '^lambda/(adapters/|judge\\.ts$|services\\.ts$|endpoints/)',
        pathNot: '^lambda/adapters/(audit-table|dynamodb|hash|image|policy-snapshot)\\.ts$',
      },
    },
    {
      name: '6-requests-know-no-audit',
      severity: 'error',
      from: { path: '^lambda/', pathNot: '^lambda/(policy-audit|surroundings|adapters/audit-table)\\.ts$' },
      to: { path: '^lambda/adapters/(audit-table|policy-snapshot)\\.ts$' },
    },
    {
      name: '7-lib-stands-below-the-commands',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(bin|local|test|bench)/' },
    },
    {
      name: '7-lib-sees-contract-and-schemas',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^lambda/', pathNot: '^lambda/(contract|core/(trust-config|policy|problems))\\.ts$' },
    },
    {
      name: '8-local-runs-bundles',
      severity: 'error',
      from: { path: '^local/' },
      to: { path: '^(lambda|bin|test|bench)/', pathNot: '^lambda/contract\\.ts$' },
    },
    {
      name: '9-the-command-line-explains-with-the-core',
      comment:
        'It starts in a moment and is installed by others: the core and its adapters, no function, no CDK, no local run.',
      severity: 'error',
      from: { path: '^bin/step-up((-service)?\\.ts$|/)' },
      to: {
        path: '^(lambda|lib|local|test|bench)/|^node_modules/(aws-cdk-lib|constructs)/',
        pathNot: [
          '^lambda/(core|adapters)/',
          '^lambda/(contract|error-text)\\.ts$',
          '^lib/(gateway-answer|problem-list)\\.ts$',
          '^local/(gateway/(match|gateway-response)|dynamodb/client)\\.ts$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/consumer/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
