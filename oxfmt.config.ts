import { defineConfig } from 'oxfmt'

export default defineConfig({
  printWidth: 100,
  singleQuote: true,
  semi: false,
  sortImports: true,
  sortPackageJson: true,
  ignorePatterns: ['**/*.yml', 'db/migrations/**', 'test/fixtures/**', 'docs/**', '*.md'],
})
