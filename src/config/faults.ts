import { nearest } from '#core/command/nearest.ts'
import { UserError } from '#core/errors.ts'
import type { Environment } from '#core/setting/given.ts'

const PREFIX = 'AI_USAGE_'

/** A sentence that names the setting and the right form. */
export type Fault = string

/** Names that were meant to be settings. */
export function misspelt(environment: Environment, names: readonly string[]): Fault[] {
  const known = names.filter((name) => name.startsWith(PREFIX))
  const short = known.map((name) => name.slice(PREFIX.length))
  const all: ReadonlySet<string> = new Set([...known, ...known.map((name) => `${name}_FILE`)])
  return Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !all.has(name))
    .flatMap((name) => {
      const near = nearest(name.slice(PREFIX.length), short, 1)[0]
      return near ? [`${name} is not a setting. Did you mean ${PREFIX}${near}?`] : []
    })
}

/** All faults as one error. */
export function together(faults: readonly Fault[]): UserError {
  const what = faults.length === 1 ? 'A setting is wrong' : `${faults.length} settings are wrong`
  return new UserError(
    `${what}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    'Correct them in the environment.',
  )
}
