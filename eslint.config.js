/**
 * Lint: what the compiler can't see. Formatting is Prettier's alone. The import rules come from the
 * table that tests/architecture holds the code against.
 */
import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';
import { IMPORT_TABLE } from './tests/architecture/import-table.ts';

const configurations = ['**/*.config.ts', '**/*.config.js'];

export default defineConfig(
  globalIgnores(['out/', 'dist/', 'tests/output/', 'tests/fixtures/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: ['**/*.ts'],
    ignores: configurations,
    extends: [typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Attributes and headers are read by bracket: their names are data, not members.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // Numbers and booleans read well in sentences.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => void unsubscribe()` says that the value is not wanted.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // Services are objects of closures without `this`; their functions may be taken apart.
      '@typescript-eslint/unbound-method': 'off',
      // A port is asynchronous where one implementation of it is not.
      '@typescript-eslint/require-await': 'off',
      // `request(schema).answers<Answer>()` names a type for its reader.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },

  {
    files: ['**/*.vue'],
    extends: [
      typescript.configs.strict,
      typescript.configs.stylistic,
      vue.configs['flat/recommended'],
    ],
    languageOptions: {
      parserOptions: { parser: typescript.parser },
      globals: globals.browser,
    },
    rules: {
      'vue/no-v-html': 'error',
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/define-emits-declaration': ['error', 'type-based'],
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/require-default-prop': 'off',
    },
  },

  {
    files: ['**/*.{ts,js,vue}'],
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
    },
  },
  // The terminal host and benchmarks talk to their user.
  { files: ['electron/hosts/**', 'tests/**'], rules: { 'no-console': 'off' } },
  {
    files: ['tests/**/*.ts'],
    rules: {
      // Says in a test what a fixture holds; a wrong guess fails the test.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Vitest's matchers are of type any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },

  IMPORT_TABLE.map((rule) => ({
    files: [rule.path.endsWith('/') ? `${rule.path}**/*.{ts,vue}` : rule.path],
    ignores: configurations,
    rules: { 'no-restricted-imports': ['error', { patterns: [restriction(rule)] }] },
  })),

  {
    files: configurations,
    extends: [typescript.configs.strict],
    languageOptions: { globals: globals.node },
  },
  prettier,
);

/**
 * Turns an allow-list into what the linter has: a pattern that matches everything else.
 * @param {import('./tests/architecture/import-table.ts').ImportRule} rule
 */
function restriction(rule) {
  const aliases = {
    'shared/': '#shared/',
    'electron/services/': '#services/',
    'electron/hosts/': '#hosts/',
    'renderer/': '#renderer/',
  };
  const allowed = [
    '\\.{1,2}/',
    ...rule.folders.map((folder) => aliases[folder]).filter((alias) => alias !== undefined),
    ...(rule.node ? ['node:'] : []),
    ...rule.packages.map((name) => (name.endsWith('/*') ? name.slice(0, -1) : `${name}(/|$)`)),
  ];
  const denied = (rule.notFolders ?? []).map((folder) =>
    Object.entries(aliases).reduce((path, [real, alias]) => path.replace(real, alias), folder),
  );
  return {
    regex: `^(?!(${allowed.join('|')}))${denied.map((folder) => `|^${folder}`).join('')}`,
    message: `tests/architecture/import-table.ts says what ${rule.path} may import.`,
  };
}
