/**
 * Who may import what, by folder. `npm run check` runs these rules; test/unit/code-rules/import-rules.test.ts breaks each of them.
 * Six single files are named, and no more: what a rule says of one file should become a folder.
 */
const CONTRACT = '^core/contract\\.ts$';
const AUTHENTICATION = '^core/token/authentication\\.ts$';
const HYPOTHETICAL_AUTHENTICATION = '^core/token/hypothetical-authentication\\.ts$';
const TOKEN_VERIFIER = '^adapters/tokens/token-verifier\\.ts$';
const APPLIED_RULES = '^core/policy/rules\\.ts$';
const OPENID_CLIENT = '^client/adapters/openid-client\\.ts$';

/** A pattern for an npm package, found in node_modules or not found at all. */
const npm = (name) => `^(node_modules/)?${name}/`;

/** A file of ours in any folder. */
const OUR_FILES = { path: '/', dependencyTypes: ['local'] };
const NOT_FOR_A_TYPE = { dependencyTypesNot: ['type-only'] };
/** However many files stand between. The types that they name count too. */
const REACHED = { reachable: true };

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** Of our own folders, `folder` may import itself and `allowed` alone. */
const onlyOurs = (name, comment, folder, allowed, more = {}) =>
  rule(
    name,
    comment,
    { path: `^${folder}/` },
    { ...OUR_FILES, pathNot: `^(${[folder, ...allowed].join('|')})/`, ...more },
  );

/** From what a client gets down to single conditions: each room may import those after it. */
const CORE_ROOMS = ['answer', 'decision', 'token', 'trust', 'policy', 'condition'];

const core = [
  rule(
    'core-is-pure',
    'core imports itself, the schema library and the expression library: no builtin of Node, no AWS, no adapter.',
    { path: '^core/' },
    { pathNot: ['^core/', npm('valibot'), npm('@marcbachmann/cel-js')] },
  ),
  rule(
    'contract-imports-nothing',
    'Names alone: functions of others have them bundled.',
    { path: CONTRACT },
    {},
  ),
  rule(
    'core-files-outside-a-room-import-no-room',
    'Every room may import them.',
    { path: '^core/[^/]+$' },
    { path: '^core/[^/]+/' },
  ),
  rule(
    'gateway-trust-and-fixed-answers-import-no-room',
    'The local gateway and the construct import them without the rest.',
    { path: '^core/(answer/fixed|gateway|trust)/' },
    { path: '^core/[^/]+/', pathNot: '^core/$1/' },
  ),
  ...CORE_ROOMS.slice(1).flatMap((room, index) =>
    room === 'trust'
      ? []
      : rule(
          `core-${room}-never-looks-back`,
          `The rooms go ${CORE_ROOMS.join(' → ')}.`,
          { path: `^core/${room}/` },
          { path: `^core/(${CORE_ROOMS.slice(0, index + 1).join('|')})/` },
        ),
  ),
];

const adapters = [
  onlyOurs('adapters-import-only-core', 'They fetch and store for all others.', 'adapters', ['core']),
  rule(
    'adapters-never-decide',
    'They may name the types of what is decided and answered, of rules and of edits.',
    { path: '^adapters/' },
    { path: ['^core/(decision|answer|policy/edits)/', APPLIED_RULES], ...NOT_FOR_A_TYPE },
  ),
  rule(
    'only-the-token-verifier-makes-authentications',
    'Any file may name the type. Only a verified token, or a plainly hypothetical one, becomes a value.',
    { pathNot: [TOKEN_VERIFIER, HYPOTHETICAL_AUTHENTICATION] },
    { path: AUTHENTICATION, ...NOT_FOR_A_TYPE },
  ),
  rule(
    'hypothetical-authentications-are-for-admin-and-tests',
    'A function that imported it could let through a request without a token.',
    { pathNot: '^(admin|test)/' },
    { path: HYPOTHETICAL_AUTHENTICATION },
  ),
];

/** They serve requests. */
const REQUEST_ROOMS = '^lambda/(authorizer|request|token-exchange)/';

const functions = [
  onlyOurs('lambda-imports-only-core-and-adapters', 'It is bundled for AWS Lambda.', 'lambda', [
    'core',
    'adapters',
  ]),
  rule(
    'no-file-imports-a-handler',
    'A handler reads its environment when it is loaded.',
    {},
    { path: '^lambda/[^/]+/handler\\.ts$' },
  ),
  rule(
    'rooms-of-requests-import-access-and-request',
    'Each function is bundled on its own, without the record of changes.',
    { path: REQUEST_ROOMS },
    { path: '^lambda/[^/]+/', pathNot: '^lambda/($1|access|request)/' },
  ),
  rule(
    'requests-know-no-audit',
    'The record of changes is for the audit, which writes it, and for administrators, who read it.',
    { path: [REQUEST_ROOMS, '^lambda/access/', '^adapters/(stores|tokens)/'] },
    { path: '^adapters/audit/' },
  ),
  rule(
    'other-rooms-of-lambda-import-no-room',
    'What all functions share stands outside the rooms.',
    { path: '^lambda/([^/]+)/', pathNot: REQUEST_ROOMS },
    { path: '^lambda/[^/]+/', pathNot: '^lambda/$1/' },
  ),
  rule(
    'lambda-files-outside-a-room-import-no-room',
    'All functions share them.',
    { path: '^lambda/[^/]+$' },
    { path: '^lambda/[^/]+/' },
  ),
  rule(
    'audit-and-seeding-know-no-requests',
    'They handle what administrators write: no decisions, answers, tokens, grants or risk.',
    { path: '^lambda/[^/]+/', pathNot: [REQUEST_ROOMS, '^lambda/access/'] },
    { path: ['^core/(answer|decision|token)/', '^adapters/(stores|tokens)/'], ...REACHED },
  ),
];

const construct = [
  onlyOurs('lib-imports-only-core-and-backend', 'It runs at synth, in the applications of others.', 'lib', [
    'core',
    'backend',
  ]),
  rule(
    'lib-never-decides',
    'At synth there is no request and no edit: trust config, items and their order, and the fixed answers suffice.',
    { path: '^lib/' },
    {
      path: ['^core/(answer|decision|policy/edits|token)/', APPLIED_RULES],
      pathNot: '^core/answer/fixed/',
      ...REACHED,
    },
  ),
  rule(
    'lib-leaves-conditions-to-the-policy',
    'The schema of an item checks its conditions.',
    { path: '^lib/' },
    { path: '^core/condition/' },
  ),
  rule(
    'the-cdk-is-for-the-construct',
    'The commands and the functions start without it.',
    { pathNot: '^(lib|bin|test)/' },
    { path: [npm('aws-cdk-lib'), npm('constructs')] },
  ),
];

const administration = [
  onlyOurs(
    'admin-imports-core-adapters-and-access',
    'It judges a request with the very function that the authorizer calls, and nothing else of lambda/.',
    'admin',
    ['core', 'adapters', 'lambda/access'],
  ),
  onlyOurs('cli-imports-admin-and-core', 'It parses, prints and exits.', 'cli', ['admin', 'core'], {
    ...NOT_FOR_A_TYPE,
  }),
  onlyOurs(
    'console-server-imports-admin-core-and-local',
    'It calls the use cases of administrators, and looks into the local run.',
    'console/server',
    ['admin', 'core', 'local', 'console/wire'],
  ),
  rule(
    'console-wire-imports-refusals-alone',
    'Server and page both read it, and neither may reach the other through it.',
    { path: '^console/wire/' },
    { pathNot: ['^console/wire/', '^admin/refusals/'] },
  ),
  rule(
    'console-page-imports-client-gateway-and-provider',
    'It runs in a browser, as an application that uses the client; the provider tells it the factors of each level.',
    { path: '^console/page/' },
    {
      pathNot: [
        '^console/(page|wire)/',
        '^client/',
        '^core/gateway/',
        '^local/openid-provider/',
        '^node_modules/',
      ],
    },
  ),
  rule(
    'the-aws-sdk-is-for-those-who-talk-to-aws',
    'The other folders say what they need to an adapter, or to admin/connection.',
    { pathNot: '^(adapters|admin/connection|local|test|bench)/' },
    { path: npm('@(aws-sdk|smithy)') },
  ),
];

const local = [
  rule(
    'local-runs-bundles',
    'It runs what the template names, and so judges nothing itself.',
    { path: '^local/' },
    {
      path: [
        '^core/(answer|condition|decision|policy|token|trust)/',
        '^adapters/(audit|stores|tokens)/',
        '^(admin|cli|console|lambda)/',
      ],
    },
  ),
];

const importedByOthers = [
  rule(
    'the-backend-helper-stands-alone',
    'Others bundle it into their functions.',
    { path: '^backend/' },
    { pathNot: ['^backend/', CONTRACT, npm('valibot')] },
  ),
  rule(
    'the-client-stands-alone',
    'It runs in browsers and in programs of others, at 4 KB: no library, no builtin of Node.',
    { path: '^client/', pathNot: '^client/adapters/' },
    { pathNot: '^client/' },
  ),
  rule(
    'the-client-does-without-its-adapters',
    'Each adapter is an entry point of its own.',
    { path: '^client/', pathNot: '^client/adapters/' },
    { path: '^client/adapters/' },
  ),
  rule(
    'adapters-of-the-client-import-only-their-libraries',
    'Their libraries are optional peer dependencies.',
    { path: '^client/adapters/' },
    { pathNot: ['^client/', npm('oauth4webapi'), npm('openid-client')] },
  ),
  rule(
    'openid-client-is-for-its-own-adapter',
    'An application installs one library: the one that its adapter imports.',
    { path: '^client/adapters/', pathNot: OPENID_CLIENT },
    { path: npm('openid-client'), ...REACHED },
  ),
  rule(
    'the-adapter-of-openid-client-does-without-oauth4webapi',
    'An application installs one library: the one that its adapter imports.',
    { path: OPENID_CLIENT },
    { path: npm('oauth4webapi'), ...REACHED },
  ),
];

const everywhere = [
  rule('no-cycles', 'A cycle has no order in which to read it.', {}, { circular: true }),
  rule(
    'folders-import-no-file-of-the-root',
    'No folder owns it: it could hand on to any folder what the other rules forbid there. JSON holds data alone.',
    { path: '/' },
    { path: '^[^/]+$', pathNot: '\\.json$', dependencyTypes: ['local'] },
  ),
  rule('no-file-imports-bin', 'Entry points run when they are loaded.', {}, { path: '^bin/' }),
  rule(
    'only-tests-and-benches-import-each-other',
    'They are not part of the product.',
    { pathNot: '^(test|bench)/' },
    { path: '^(test|bench)/' },
  ),
  rule(
    'the-reference-of-the-model-stands-alone',
    'It is written from the documents: what it shared with the product, it could not find wrong.',
    { path: '^test/model/reference/' },
    { pathNot: '^test/model/reference/' },
  ),
  rule(
    'every-import-is-found',
    'The other rules judge an import by the file that it leads to.',
    {},
    { couldNotResolve: true },
  ),
];

module.exports = {
  forbidden: [
    ...everywhere,
    ...core,
    ...adapters,
    ...functions,
    ...construct,
    ...administration,
    ...local,
    ...importedByOthers,
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
