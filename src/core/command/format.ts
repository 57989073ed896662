import type { MetricId } from '#core/metric/metric.ts'

import { formatActions } from './actions.ts'
import { formatAlert } from './alert.ts'
import { formatBaseline } from './baseline.ts'
import { formatBudget } from './budget.ts'
import type { Command, GovernanceCommand, Roles } from './command.ts'
import { formatCompare } from './compare.ts'
import { formatDigest } from './digest-words.ts'
import { FILTER_KEYS, METRICS } from './grammar.ts'
import { formatLimits } from './limits.ts'
import { metricWord } from './metric-words.ts'
import { formatNotes } from './notes.ts'
import { formatPeriod } from './periods.ts'
import { formatSaved } from './saved.ts'
import { formatSplit } from './split.ts'
import { formatSubscribe } from './subscribe.ts'
import { writeFilter } from './suggest.ts'
import { writeValue } from './values.ts'
import { formatVersus } from './versus.ts'

/** The canonical text of a command: `parse` reads it back as the same command. */
export function format(command: Command): string {
  if (command.kind === 'help') {
    return command.topic === undefined ? 'help' : `help ${command.topic}`
  }
  if (command.kind === 'status') return 'status'
  if (command.kind === 'contract' || command.kind === 'privacy') return command.kind
  if (command.kind === 'build' || command.kind === 'accuracy') return command.kind
  if (command.kind === 'explain') {
    if (command.digest) return `explain ${formatDigest(command.digest)}`
    return command.ref === undefined ? 'explain' : `explain ${command.ref}`
  }
  if (command.kind === 'metrics')
    return command.metric === undefined ? 'metrics' : `metrics ${metricWord(command.metric)}`
  if (command.kind === 'reconcile') {
    const { tools, period } = command
    const tool = tools ? [writeFilter('tool', tools)] : []
    return ['costs reconcile', ...tool, formatPeriod(period)].join(' ')
  }
  if (command.kind === 'digest') return formatDigest(command)
  if (command.kind === 'me') return `me ${formatPeriod(command.period)}`
  if (command.kind === 'roles') return formatRoles(command)
  if (command.kind === 'audit') return `audit ${formatPeriod(command.period)}`
  if (command.kind === 'actions') return formatActions(command)
  if (command.kind === 'baseline') return formatBaseline(command)
  if (command.kind === 'limits') return formatLimits(command)
  if (command.kind === 'notes') return formatNotes(command)
  if (command.kind === 'alerts') return command.act === 'list' ? 'alerts' : `alerts ${command.act}`
  if (command.kind === 'alert') return formatAlert(command)
  if (command.kind === 'budget') return formatBudget(command)
  if (command.kind === 'governance') return formatGovernance(command)
  if (command.kind === 'signals') {
    const { team, period } = command
    const of = team === undefined ? [] : [writeFilter('team', [team])]
    return ['signals', ...of, formatPeriod(period)].join(' ')
  }
  if (command.kind === 'approvals')
    return command.act === 'list' ? 'approvals list' : `approvals ${command.act} ${command.id}`
  if (command.kind === 'why') return `why ${format({ ...command, kind: 'ask' })}`
  if (command.kind === 'save' || command.kind === 'saved') return formatSaved(command)
  if (command.kind === 'subscribe' || command.kind === 'subscriptions')
    return formatSubscribe(command)
  const { filters, by, also, top, compare, vs, per, chart, metrics = [], period } = command
  return [
    ...FILTER_KEYS.flatMap((key) => {
      const values = filters[key]
      return values ? [writeFilter(key, values)] : []
    }),
    ...(compare === undefined ? [] : [formatCompare(compare)]),
    ...(by === undefined ? [] : [formatSplit({ by, also })]),
    ...(top === undefined ? [] : [`top:${top}`]),
    ...metricWords(metrics),
    formatPeriod(period),
    ...(vs === undefined ? [] : [formatVersus(vs)]),
    ...(per === undefined ? [] : [`per:${per}`]),
    ...(chart === undefined ? [] : [`chart:${chart}`]),
  ].join(' ')
}

function formatGovernance({ types, teams, tools, by, period }: GovernanceCommand): string {
  return [
    'governance',
    ...(types ? [`type:${types.join(',')}`] : []),
    ...(teams ? [writeFilter('team', teams)] : []),
    ...(tools ? [writeFilter('tool', tools)] : []),
    ...(by ? [`by:${by}`] : []),
    formatPeriod(period),
  ].join(' ')
}

function formatRoles(command: Roles): string {
  if (command.act === 'list') return 'roles list'
  const { act, grant, who, unit } = command
  const path = unit === undefined ? [] : [writeValue(unit)]
  return ['roles', act, grant, who, ...path].join(' ')
}

/** The fewest words: the four token counts in their order are `tokens`. */
export function metricWords(metrics: readonly MetricId[]): string[] {
  const [first, ...rest] = metrics
  if (first === undefined) return []
  const fits = Object.entries(METRICS)
    .filter(([, word]) => word.metrics.every((id, i) => metrics[i] === id))
    .toSorted(([, a], [, b]) => b.metrics.length - a.metrics.length)
  const [word, { metrics: said }] = fits[0] ?? [first, { metrics: [first] }]
  return [word, ...metricWords(said.length === 1 ? rest : metrics.slice(said.length))]
}
