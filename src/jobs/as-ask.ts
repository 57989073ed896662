import type { Ask, Filters, Me, Reconcile } from '#core/command/command.ts'
import type { Scope } from '#ports.ts'

export type Numbers = Ask | Me | Reconcile

/** The same names and days as a question of numbers. */
export function asAsk(command: Numbers, alias?: string): Ask {
  if (command.kind === 'ask') return command
  const { period } = command
  if (command.kind === 'me')
    return { kind: 'ask', period, filters: alias === undefined ? {} : { user: [alias] } }
  return { kind: 'ask', period, filters: command.tools ? { tool: command.tools } : {} }
}

/** Answers are stored and their buttons re-sent: from here on a person is an alias. */
export function byAlias(ask: Ask, { labels }: Scope): Ask {
  if (!ask.filters.user) return ask
  const filters: Filters = { ...ask.filters, user: labels.user ?? [] }
  return { ...ask, filters }
}
