import { NO_SPLIT, readLimit, specOf } from './alert-when.ts'
import { readAlert } from './alert.ts'
import { readPersonBudget } from './budget.ts'
import type { Command, Misread } from './command.ts'
import { read } from './draft.ts'

const MADE = /^(?<kind>when|budget)(?=$|[\s:])[\s:]*(?:of\s+)?/iu

/** One number by another: on a day without use it would be divided by nothing. */
const RATIO =
  /\p{L}\s*[/÷]\s*\p{L}|\bdivided by\b|%|\bper[\s_-]*(?:person|user|head|message|session|seat|request)s?\b/iu
const FILTER = /\p{L}+\s*[:=]\s*(?:"[^"]*"|[^\s,;]+)/giu
const NO_RATIO =
  'A rule is about one number that adds up over days, such as spend: a ratio divides by nothing on a day without use.'

/** What follows `alert`: a rule to be made, or a word on what there is. */
export function readAlertOrRule(text: string, start: number): Command | Misread {
  const made = MADE.exec(text.slice(start))
  if (!made) return readAlert(text, start)
  const kind = made.groups?.['kind']?.toLowerCase() === 'budget' ? 'budget' : 'limit'
  const limit = readLimit(text.slice(start + made[0].length))
  const { problems, filters, metrics, by, ...more } = read(limit.left)
  if (kind === 'budget' && filters.user) return readPersonBudget(text, limit)
  const spec = specOf(kind, limit, { filters, ...(metrics && { metrics }), ...(by && { by }) })
  const ratio = RATIO.test(limit.left.replace(FILTER, ' '))
  const extra = ratio ? [NO_RATIO] : Object.keys(more).length > 0 ? [NO_SPLIT] : []
  const wrong = [
    ...(ratio ? [] : problems),
    ...[...(typeof spec === 'string' && !ratio ? [spec] : []), ...extra].map((why) => ({
      text: text.slice(start),
      why,
      suggestions: [],
    })),
  ]
  if (wrong.length > 0 || typeof spec === 'string')
    return { kind: 'misread', text, problems: wrong, suggestion: 'alerts rules' }
  return { kind: 'alert', act: 'when', spec }
}
