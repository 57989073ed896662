// Node reads a package's `package.json` again, its whole map of exports, each time an import leads
// to a `.js` file of it. Drizzle's is 180 kB, and eight hundred imports lead there: most of a start.
import { registerHooks } from 'node:module'

const WITHIN = /\/node_modules\/drizzle-orm\/[^?#]*$/
const INSTALLED = '/node_modules/'

/** By what is imported: the whole program has one Drizzle. */
const known = new Map()

/**
 * The answer that Node would give, of Node's first answer: for what Drizzle's files import of each
 * other, all ESM of one package, and for what the program's own files import of it.
 */
export function resolve(specifier, context, next) {
  const { parentURL = '' } = context
  if (WITHIN.test(parentURL) && /^\.\.?\/.*\.js$/.test(specifier))
    return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true }
  if (!/^drizzle-orm(?:\/|$)/.test(specifier) || parentURL.includes(INSTALLED))
    return next(specifier, context)
  const found = known.get(specifier) ?? next(specifier, context)
  known.set(specifier, found)
  return { ...found, shortCircuit: true }
}

registerHooks({ resolve })
