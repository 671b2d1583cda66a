import path from 'node:path'
import js from '@eslint/js'
import prettier from 'eslint-config-prettier/flat'
import svelte from 'eslint-plugin-svelte'
import { defineConfig, globalIgnores } from 'eslint/config'
import globals from 'globals'
import ts from 'typescript-eslint'
import { whoMayImportWhom } from './eslint-import-rules.ts'
import { PURITY_RULES } from './eslint-purity.ts'

/** Each file is judged by the strictest project that holds it. */
const PROJECTS = {
  project: ['simulator/tsconfig.json', 'tsconfig.json'],
  tsconfigRootDir: path.resolve(import.meta.dirname, '..'),
}

const TESTS = ['**/*.test.ts', '**/*.bench.ts', 'tests/**/*.ts']

export default defineConfig(
  globalIgnores(['dist/', '.cache/', 'node_modules/', 'public/', 'tests/**/fixtures/']),
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: PROJECTS },
  },
  // Types inside .svelte are svelte-check's business; here only what needs no type information.
  {
    files: ['**/*.svelte'],
    extends: [ts.configs.strict, svelte.configs.recommended, svelte.configs.prettier],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser } },
  },
  {
    files: ['**/*.svelte.ts'],
    languageOptions: { parser: ts.parser, parserOptions: PROJECTS },
    // Reading a rune for its own sake is how an effect says what it depends on.
    rules: { '@typescript-eslint/no-meaningless-void-operator': 'off' },
  },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: globals.node } },
  prettier,
  {
    plugins: { queuelab: { rules: { 'who-may-import-whom': whoMayImportWhom } } },
    rules: {
      'queuelab/who-may-import-whom': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.{ts,svelte}'],
    rules: {
      // Control characters are what JSON and terminals are about.
      'no-control-regex': 'off',
      // TypeScript knows every name better.
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Typed arrays are indexed in every line of the kernel, and the index is known to be good.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `{}` as the details of a fact or a tell that has none is meant.
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },
  { files: ['simulator/**/*.ts'], ignores: TESTS, rules: PURITY_RULES },
  { files: ['src/cli/**', '.config/**', 'tests/bench/**'], rules: { 'no-console': 'off' } },
  {
    files: TESTS,
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      // A program that never waits is a generator without yield.
      'require-yield': 'off',
      // A test that is not run tells nothing; one that runs alone hides the others.
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.object.name=/^(it|test|describe|bench)$/][callee.property.name=/^(skip|only|todo|fixme)$/]',
          message: 'Every test runs.',
        },
        {
          selector: "CallExpression[callee.property.name='waitForTimeout']",
          message: 'Wait for what you expect, not for a time.',
        },
      ],
    },
  },
)
