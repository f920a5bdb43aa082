/** The rules that are our own. Those for every TypeScript, with its types, are in .oxlintrc.json. */
import tseslint from 'typescript-eslint';

/** Globals from which a function of the core could read time, chance or the outside world, or with which it could wait. */
const impureGlobals = [
  'process',
  'fetch',
  'console',
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'Promise',
  'globalThis',
  'global',
  'require',
];

/** They make an Authentication. An import rule says which folders may import them; these folders may call them alone. */
const makers = '/^(verified|hypothetical)Authentication$/';
const makersFile = String.raw`[source.value=/authentication\.ts$/]`;
const noOtherName =
  'Call it here, and give it to no other file: only a verified token becomes an Authentication.';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'package/',
      'test/consumer/',
      'cdk.out/',
      '.local/',
      '.interop/',
      'coverage/',
      '**/*.js',
      '**/*.cjs',
      '**/*.mjs',
    ],
  },
  tseslint.configs.base,
  {
    // The core is pure: time, random values and the outside world are arguments.
    files: ['core/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The core takes the time as an argument.' },
        { object: 'Math', property: 'random', message: 'The core takes random values as arguments.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'The core has no clock.',
        },
        { selector: "CallExpression[callee.name='Date']", message: 'The core has no clock.' },
        { selector: ':function[async=true]', message: 'The core is synchronous.' },
        { selector: 'AwaitExpression', message: 'The core is synchronous.' },
        { selector: 'ForOfStatement[await=true]', message: 'The core is synchronous.' },
        { selector: 'ImportExpression', message: 'The core is synchronous.' },
      ],
    },
  },
  {
    // Exported under any name, a maker of authentications could be imported past the import rules.
    files: ['adapters/**/*.ts', 'admin/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: `Identifier[name=${makers}]:not(CallExpression > .callee):not(ImportSpecifier > Identifier)`,
          message: noOtherName,
        },
        {
          selector: `ImportSpecifier[imported.name=${makers}]:not([local.name=${makers}])`,
          message: noOtherName,
        },
        { selector: `ImportDeclaration${makersFile} > ImportNamespaceSpecifier`, message: noOtherName },
        { selector: `ExportAllDeclaration${makersFile}`, message: noOtherName },
        { selector: 'ImportExpression[source.value=/authentication/]', message: noOtherName },
      ],
    },
  },
);
