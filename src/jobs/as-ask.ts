import type { Ask, Me, Reconcile } from '#core/command/command.ts'

export type Numbers = Ask | Me | Reconcile

/** The same names and days as a question of numbers. */
export function asAsk(command: Numbers, alias?: string): Ask {
  if (command.kind === 'ask') return command
  const { period } = command
  if (command.kind === 'me')
    return { kind: 'ask', period, filters: alias === undefined ? {} : { user: [alias] } }
  return { kind: 'ask', period, filters: command.tools ? { tool: command.tools } : {} }
}
