import type { Ask, FilterKey, Filters, Problem } from './command.ts'
import { formatCompare } from './compare.ts'
import type { Meaning } from './meaning.ts'
import { formatPeriod } from './periods.ts'
import { scan } from './scan.ts'
import { formatSplit } from './split.ts'
import { formatVersus } from './versus.ts'

/** What was understood so far. */
export type Draft = Omit<Ask, 'kind' | 'period'> & {
  readonly period?: Ask['period']
  readonly problems: readonly Problem[]
}

/** What a text says, in whatever order. */
export function read(text: string): Draft {
  return scan(text)
    .flatMap(({ start, end, meanings }) =>
      meanings.map((it) => ({ it, text: text.slice(start, end) })),
    )
    .reduce<Draft>((draft, { it, text }) => add(draft, it, text), { filters: {}, problems: [] })
}

function add(draft: Draft, meaning: Meaning, text: string): Draft {
  switch (meaning.kind) {
    case 'filler':
      return draft
    case 'problem':
      return { ...draft, problems: [...draft.problems, meaning.problem] }
    case 'filter':
      return { ...draft, filters: addValues(draft.filters, meaning.key, meaning.values) }
    case 'metrics':
      return { ...draft, metrics: [...new Set([...(draft.metrics ?? []), ...meaning.metrics])] }
    case 'period':
      return draft.period && formatPeriod(draft.period) !== formatPeriod(meaning.spec)
        ? twice(draft, text, ['period', formatPeriod(draft.period), formatPeriod(meaning.spec)])
        : { ...draft, period: meaning.spec }
    case 'by':
      return splitBy(draft, meaning, text)
    case 'top':
      return draft.top && draft.top !== meaning.count
        ? twice(draft, text, ['row limit', `top:${draft.top}`, `top:${meaning.count}`])
        : { ...draft, top: meaning.count }
    case 'compare':
      return draft.compare && formatCompare(draft.compare) !== formatCompare(meaning.compare)
        ? twice(draft, text, [
            'scope to compare with',
            formatCompare(draft.compare),
            formatCompare(meaning.compare),
          ])
        : { ...draft, compare: meaning.compare }
    case 'vs':
      return draft.vs && formatVersus(draft.vs) !== formatVersus(meaning.vs)
        ? twice(draft, text, ['comparison', formatVersus(draft.vs), formatVersus(meaning.vs)])
        : { ...draft, vs: meaning.vs }
    case 'per':
      return draft.per && draft.per !== meaning.grain
        ? twice(draft, text, ['step of the line', `per:${draft.per}`, `per:${meaning.grain}`])
        : { ...draft, per: meaning.grain }
    case 'chart':
      return { ...draft, chart: meaning.chart }
  }
}

function splitBy(
  draft: Draft,
  { dimension, also }: Extract<Meaning, { readonly kind: 'by' }>,
  text: string,
): Draft {
  const said = formatSplit({ by: dimension, also })
  if (draft.by === undefined || formatSplit({ by: draft.by, also: draft.also }) === said)
    return { ...draft, by: dimension, ...(also && { also }) }
  const first = formatSplit({ by: draft.by, also: draft.also })
  const problem = twice(draft, text, ['split', first, said])
  if (draft.also !== undefined || also !== undefined || draft.by === dimension) return problem
  // Two splits, each typed for itself, may be meant together.
  const [last] = problem.problems.slice(-1)
  const suggestions = [formatSplit({ by: draft.by, also: dimension }), ...(last?.suggestions ?? [])]
  return {
    ...draft,
    problems: [...draft.problems, ...(last ? [{ ...last, suggestions }] : [])],
  }
}

function twice(
  draft: Draft,
  text: string,
  [what, first, second]: readonly [string, string, string],
): Draft {
  const why = `There is already a ${what}, ${first}; keep one of them.`
  return { ...draft, problems: [...draft.problems, { text, why, suggestions: [first, second] }] }
}

/** `choice` on top of `draft`: filters add up, the rest replaces. */
export function merge(draft: Draft, choice: Draft): Draft {
  const filters = Object.entries(choice.filters).reduce<Filters>(
    (all, [key, values]) => addValues(all, key as FilterKey, values),
    draft.filters,
  )
  const metrics = choice.metrics && [...new Set([...(draft.metrics ?? []), ...choice.metrics])]
  // A split that is chosen stands in place of all of the one before.
  const { also: _, ...kept } = draft
  const rest = choice.by === undefined ? draft : kept
  return { ...rest, ...choice, filters, ...(metrics && { metrics }) }
}

function addValues(filters: Filters, key: FilterKey, values: readonly string[]): Filters {
  // Typed twice is meant once.
  return { ...filters, [key]: [...new Set([...(filters[key] ?? []), ...values])] }
}
