import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const read = (path: string): unknown => JSON.parse(readFileSync(here(path), 'utf8'))

/**
 * Where the install keeps an empty, migrated database of the embedded store. Its name tells what made
 * it: another PGlite, or one migration more, finds none and makes a new store the slow way.
 */
export function templateFile(): string {
  const { version } = read('node_modules/@electric-sql/pglite/package.json') as {
    readonly version: string
  }
  const { entries } = read('db/migrations/meta/_journal.json') as {
    readonly entries: readonly { readonly tag: string }[]
  }
  return here(`node_modules/.cache/ai-usage/store-${version}-${entries.at(-1)?.tag}.tar`)
}
