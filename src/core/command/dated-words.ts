import type { Command, FilterKey, Misread } from './command.ts'
import { formatCompare } from './compare.ts'
import { type Draft, read } from './draft.ts'
import { format } from './format.ts'
import { readTypes } from './governance.ts'
import { DEFAULT_PERIOD, SIGNAL_WEEKS } from './periods.ts'
import { formatSplit } from './split.ts'
import { formatVersus } from './versus.ts'

/** What follows `costs reconcile` from `start` on: days and tools, nothing else. */
export function readReconcile(text: string, start: number): Command | Misread {
  const { period = DEFAULT_PERIOD, ...rest } = read(text.slice(start))
  const { tool: tools, ...others } = rest.filters
  const command: Command = { kind: 'reconcile', period, ...(tools && { tools }) }
  const only = 'Costs are reconciled for days and tool:, whole.'
  return onlyDays(text, { command, only, rest: { ...rest, filters: others } })
}

/** What follows `me`: days. */
export function readMe(text: string, start: number): Command | Misread {
  const { period = DEFAULT_PERIOD, ...rest } = read(text.slice(start))
  const only = 'Your own numbers are shown for days, whole.'
  return onlyDays(text, { command: { kind: 'me', period }, only, rest })
}

/** What follows `governance`: types, teams, tools and days. */
export function readGovernance(text: string, start: number): Command | Misread {
  const { types, byType, problems, left } = readTypes(text.slice(start))
  const { period = DEFAULT_PERIOD, by: split, also, ...rest } = read(left)
  const { team: teams, tool: tools, ...filters } = rest.filters
  const one = !byType && also === undefined
  const by = one && (split === 'tool' || split === 'team') ? split : undefined
  const other = by === undefined && split !== undefined ? { by: split, ...(also && { also }) } : {}
  const command: Command = {
    kind: 'governance',
    period,
    ...(types && { types }),
    ...(teams && { teams }),
    ...(tools && { tools }),
    ...(by && { by }),
  }
  const only =
    'Events are searched by type:, team:, tool: and days, and split by:type, tool or team.'
  const others = { ...rest, ...other, filters, problems: [...problems, ...rest.problems] }
  return onlyDays(text, { command, only, rest: others })
}

/** What follows `signals`: one team and weeks. */
export function readSignals(text: string, start: number): Command | Misread {
  const { period = SIGNAL_WEEKS, ...rest } = read(text.slice(start))
  const { team: [team, ...more] = [], ...filters } = rest.filters
  const others = { ...filters, ...(more.length > 0 && { team: more }) }
  const command: Command = { kind: 'signals', period, ...(team !== undefined && { team }) }
  const only = 'Signals are shown for one team: and weeks, whole.'
  return onlyDays(text, { command, only, rest: { ...rest, filters: others } })
}

/** What follows `audit`: days. */
export function readAudit(text: string, start: number): Command | Misread {
  const { period = DEFAULT_PERIOD, ...rest } = read(text.slice(start))
  const only = 'The audit trail is shown for days, whole.'
  return onlyDays(text, { command: { kind: 'audit', period }, only, rest })
}

/** The command, unless there is more than it takes. */
function onlyDays(
  text: string,
  of: { readonly command: Command; readonly only: string; readonly rest: Omit<Draft, 'period'> },
): Command | Misread {
  const { command, only: why, rest } = of
  const { filters, problems, by, also, top, compare, vs, per, chart, metrics } = rest
  const unfit = [
    ...(Object.keys(filters) as FilterKey[]).map((key) => `${key}:`),
    ...(by ? [formatSplit({ by, also })] : []),
    ...(top ? [`top:${top}`] : []),
    ...(compare ? [formatCompare(compare)] : []),
    ...(vs ? [formatVersus(vs)] : []),
    ...(per ? [`per:${per}`] : []),
    ...(chart ? [`chart:${chart}`] : []),
    ...(metrics ?? []),
  ]
  if (problems.length === 0 && unfit.length === 0) return command
  const all = [
    ...problems.map((problem) => ({ ...problem, suggestions: [] })),
    ...unfit.map((word) => ({ text: word, why, suggestions: [] })),
  ]
  return { kind: 'misread', text, problems: all, suggestion: format(command) }
}
