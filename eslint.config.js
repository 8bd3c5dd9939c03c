import js from '@eslint/js';
import vueI18n from '@intlify/eslint-plugin-vue-i18n';
import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  {
    ignores: [
      '**/dist/**',
      '**/dist-preview/**',
      '**/test-results/**',
      '**/.turbo/**',
      '**/.koi/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,vue}'],
    extends: [...ts.configs.recommendedTypeChecked, ...vue.configs['flat/recommended']],
    languageOptions: {
      parserOptions: { projectService: true, parser: ts.parser, extraFileExtensions: ['.vue'] },
    },
    rules: {
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  {
    files: ['**/*.vue', 'apps/chat/**/*.ts', 'apps/dashboard/**/*.ts', 'packages/ui/**/*.ts'],
    languageOptions: { globals: globals.browser },
  },
  {
    // The chat speaks several languages, and packages/ui every language of its pages: neither has words of its own.
    // That each key exists, in each language, and is used is checked by messages.test.ts: the plugin reads no TypeScript.
    files: ['apps/chat/src/**/*.vue', 'packages/ui/src/**/*.vue'],
    plugins: { '@intlify/vue-i18n': vueI18n },
    rules: {
      '@intlify/vue-i18n/no-raw-text': [
        'error',
        {
          attributes: {
            '/.+/': ['title', 'aria-label', 'placeholder', 'alt', 'label', 'text', 'description'],
          },
          // The name of the product, and signs.
          ignoreText: ['koi'],
          ignorePattern: '^[^\\p{L}]+$',
        },
      ],
      '@intlify/vue-i18n/no-v-html': 'error',
    },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['apps/cli/**/*.ts', 'examples/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: globals.node } },
  prettier,
);
