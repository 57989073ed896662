import type { BudgetCommand } from '#core/budget/command.ts'

import { type Limit, readLimit } from './alert-limit.ts'
import { NO_SPLIT, specOf, writeAmount } from './alert-when.ts'
import type { Filters, Misread } from './command.ts'
import { read } from './draft.ts'
import { metricWord } from './metric-words.ts'
import { writeFilter } from './suggest.ts'

const WORDS = ['enable', 'disable', 'remove'] as const
const EXAMPLE = 'budget $200 user:p-6kz6ex per:month'

/** What follows `budget`: nothing, a word on one by its number, or a new one of one person. */
export function readBudget(text: string, start: number): BudgetCommand | Misread {
  const said = text.slice(start).trim()
  if (said === '' || /^(?:list|show)$/iu.test(said)) return { kind: 'budget', act: 'list' }
  const [, first = '', id] = /^(\S+)\s+#?(\d{1,9})$/u.exec(said) ?? []
  const act = WORDS.find((word) => word === first.toLowerCase())
  if (act !== undefined) return { kind: 'budget', act, id: Number(id) }
  return readPersonBudget(text, readLimit(text.slice(start)))
}

/** A budget of one person: what `limit` has left of the text says whose, and of what. */
export function readPersonBudget(text: string, limit: Limit): BudgetCommand | Misread {
  const { problems, filters, metrics, by, ...more } = read(limit.left)
  const { user = [], ...others } = filters
  const [who, ...many] = user
  const spec = specOf('budget', limit, {
    filters: others,
    ...(metrics && { metrics }),
    ...(by && { by }),
  })
  const made = !('why' in spec) && spec.kind === 'budget' ? spec : undefined
  const whys = [
    ...(who === undefined || many.length > 0
      ? [`A budget here is of one person: ${EXAMPLE}. Of a team: alert budget $5,000 team:eng.`]
      : []),
    ...(others.team || others.group ? ['A budget of one person takes tool: and model:.'] : []),
    ...('why' in spec ? [spec.why] : []),
    ...(Object.keys(more).length > 0 ? [NO_SPLIT] : []),
  ]
  if (problems.length > 0 || whys.length > 0 || made === undefined || who === undefined)
    return {
      kind: 'misread',
      text,
      problems: [...problems, ...whys.map((why) => ({ text, why, suggestions: [] }))],
      suggestion: 'budget',
    }
  const { metric, amount, per } = made
  const { tool, model } = others
  const kept = { ...(tool && { tool }), ...(model && { model }) }
  return { kind: 'budget', act: 'make', who, spec: { metric, amount, per, filters: kept } }
}

/** The canonical text of it. */
export function formatBudget(command: BudgetCommand): string {
  switch (command.act) {
    case 'list':
      return 'budget'
    case 'enable':
    case 'disable':
    case 'remove':
      return `budget ${command.act} ${command.id}`
    case 'make': {
      const { who, spec } = command
      const { tool, model }: Filters = spec.filters
      return [
        `budget ${writeAmount(spec)} ${metricWord(spec.metric)}`,
        writeFilter('user', [who]),
        ...(tool ? [writeFilter('tool', tool)] : []),
        ...(model ? [writeFilter('model', model)] : []),
        `per:${spec.per}`,
      ].join(' ')
    }
  }
}
