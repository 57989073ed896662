import { UserError } from '#core/errors.ts'

/** Which team the owner of an identifier is in, by what the identifier looks like. */
export type TeamRules = {
  readonly count: number
  /** The unit's path; undefined where no rule fits. */
  readonly unitOf: (identifier: string) => string | undefined
}

const MOST_RULES = 1000
const MOST_PATTERN = 200
const MOST_IDENTIFIER = 320
const MOST_LEVELS = 8
const MOST_PATH = 200
/** Two of them take at most the square of 320 steps. */
const MOST_REPEATS = 2

/** One piece of a pattern: a letter, a class, an escaped mark; each may be repeated. */
const PIECE = String.raw`(?:\\[dw.@+_\-/]|\[\^?(?:[\p{L}\p{N}_.@+]|-|\\[dw.\-])+\]|[\p{L}\p{N}@_.'-])`
const PATTERN = new RegExp(`^(?:${PIECE}[*+?]?)+$`, 'u')

type Rule = { readonly fits: (identifier: string) => boolean; readonly unit: string }

/**
 * Rules, one a line or with semicolons between; the first that fits counts:
 * `@labs.corp.com = R&D/Labs`, `/ext-.+@corp\.com/ = Contractors`, `# a remark`.
 * @throws UserError naming the rule
 */
export function teamRules(text: string): TeamRules {
  const lines = text
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (lines.length > MOST_RULES)
    throw new UserError(`There are more than ${MOST_RULES} rules`, 'Name domains, not people.')
  const rules = lines.map(ruleOf)
  return {
    count: rules.length,
    unitOf(identifier) {
      const plain = identifier.normalize('NFKC').trim().toLowerCase()
      if (plain.length > MOST_IDENTIFIER) return undefined
      return rules.find(({ fits }) => fits(plain))?.unit
    },
  }
}

function ruleOf(line: string, at: number): Rule {
  const wrong = (why: string, fix: string) =>
    new UserError(`Rule ${at + 1}, '${line}', ${why}`, fix)
  const cut = line.lastIndexOf('=')
  const [pattern, path] = [line.slice(0, cut).trim(), line.slice(cut + 1).trim()]
  if (cut < 0 || pattern === '' || path === '')
    throw wrong('has no team', 'Write it like @labs.corp.com = R&D/Labs.')
  const levels = path.split('/').map((level) => level.trim())
  if (levels.includes('') || levels.length > MOST_LEVELS || path.length > MOST_PATH)
    throw wrong('has no usable team', 'Write a path like R&D/Labs.')
  const unit = levels.join('/')
  if (/^@[a-z0-9.-]+$/i.test(pattern)) {
    const end = pattern.toLowerCase()
    return { unit, fits: (identifier) => identifier.endsWith(end) }
  }
  const [, inner] = /^\/(.+)\/$/.exec(pattern) ?? []
  if (inner === undefined)
    throw wrong(
      'is neither a domain nor a pattern',
      'Write @corp.com, or a pattern like /ext-.+@corp\\.com/.',
    )
  if (inner.length > MOST_PATTERN || !PATTERN.test(inner))
    throw wrong(
      'has a pattern that is not allowed',
      `Use letters, digits, . [a-z] \\d \\w and * + ? after one of them; no brackets, no |, at most ${MOST_PATTERN} characters. Write two rules for two cases.`,
    )
  if (repeats(inner) > MOST_REPEATS)
    throw wrong('repeats too much', `Use * and + at most ${MOST_REPEATS} times in one pattern.`)
  const whole = new RegExp(`^${inner}$`, 'iu')
  return { unit, fits: (identifier) => whole.test(identifier) }
}

/** How many * and + there are, those in classes and after a backslash aside. */
function repeats(pattern: string): number {
  const bare = pattern.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x')
  return bare.match(/[*+]/g)?.length ?? 0
}
