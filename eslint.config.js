import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'data/',
      '.tap/',
      '*.cjs',
      'eslint.config.js',
      'templates/pages/assets/',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-restricted-globals': ['error', { name: 'alert' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'process.env is read in config.ts files only.',
        },
        {
          // An instant is kept in UTC: its first ten letters are yesterday's date until half past five in India.
          selector:
            "CallExpression[callee.property.name='slice'][callee.object.type!='CallExpression'][arguments.0.value=0][arguments.1.value=10]",
          message: 'The day of an instant: istDate or dayOf of records/day.ts, formatDay of templates.',
        },
      ],
    },
  },
  { files: ['**/config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['bench/**'], rules: { 'no-console': 'off' } },
  // tap's subtests are promises that tap itself awaits.
  {
    files: ['**/*.test.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/require-await': 'off' },
  },
);
