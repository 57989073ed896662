import type { NumberSpec } from '#core/alert/number-rule.ts'
import type { MetricId } from '#core/metric/metric.ts'

import { readLimit } from './alert-limit.ts'
import { formatSpec, NO_SPLIT, specOf } from './alert-when.ts'
import { readAlert } from './alert.ts'
import { readPersonBudget } from './budget.ts'
import type { Command, Misread, Problem } from './command.ts'
import { read } from './draft.ts'
import { metricTyped, metricWord } from './metric-words.ts'

const MADE = /^(?<kind>when|if|budget)(?=$|[\s:])[\s:]*(?:of\s+)?/iu

/** One number by another: those there are have names. */
const RATIO =
  /(?<![\p{L}_-])(?<over>\p{L}+)(?:(?<by>\s*[/÷]\s*|\s+divided\s+by\s+)|[\s_-]+per[\s_-]+)(?<under>\p{L}+)(?![\p{L}_-])/iu
const FILTER = /\p{L}+\s*[:=]\s*(?:"[^"]*"|[^\s,;]+)/giu

/** What follows `alert`: a rule to be made, or a word on what there is. */
export function readAlertOrRule(text: string, start: number): Command | Misread {
  const made = MADE.exec(text.slice(start))
  if (!made) return readAlert(text, start)
  const kind = made.groups?.['kind']?.toLowerCase() === 'budget' ? 'budget' : 'limit'
  const limit = readLimit(text.slice(start + made[0].length))
  const ratio = RATIO.exec(limit.left.replaceAll(FILTER, ' '))
  const named = ratio ? ratioMeant(ratio) : undefined
  const unknown = named === undefined ? ratio?.groups?.['by'] && ratio[0] : undefined
  const left = limit.left.replace((named && ratio?.[0]) ?? unknown ?? '', ` ${named ?? ''} `)
  const { problems, filters, metrics, by, ...more } = read(left)
  if (kind === 'budget' && filters.user) return readPersonBudget(text, limit)
  const meant = metrics?.length === 1 ? undefined : nearest(problems)
  const about = { filters, ...(meant ? { metrics: [meant] } : metrics && { metrics }) }
  const spec = specOf(kind, limit, { ...about, ...(by && { by }) })
  const whole = text.slice(start)
  const whys = [
    ...(unknown
      ? [`There is no number for ${unknown}; a rule takes those that \`metrics\` lists.`]
      : []),
    ...('why' in spec ? [spec.why] : []),
    ...(Object.keys(more).length > 0 ? [NO_SPLIT] : []),
  ]
  const wrong: readonly Problem[] = [
    ...problems,
    ...whys.map((why) => ({ text: whole, why, suggestions: [] })),
  ]
  const right: NumberSpec = 'why' in spec ? spec.nearest : spec
  if (wrong.length > 0 || 'why' in spec)
    return { kind: 'misread', text, problems: wrong, suggestion: formatSpec(right) }
  return { kind: 'alert', act: 'when', spec }
}

/** `cost_per_person`; undefined where no number has that name. */
function ratioMeant({ groups }: RegExpExecArray): string | undefined {
  const { over = '', under = '' } = groups ?? {}
  const overs = /^(?:spend|spending)$/iu.test(over) ? ['cost'] : [over]
  const unders = [under, under.replace(/s$/iu, ''), PERSON.test(under) ? 'person' : under]
  const metric = overs
    .flatMap((one) => unders.flatMap((other) => metricTyped(`${one} per ${other}`) ?? []))
    .at(0)
  return metric && metricWord(metric)
}

const PERSON = /^(?:people|users?|heads?|seats?)$/iu

/** The number a misspelt word is likely to mean. */
const nearest = (problems: readonly Problem[]): MetricId | undefined =>
  problems.flatMap(({ suggestions }) => suggestions.flatMap((word) => metricTyped(word) ?? []))[0]
