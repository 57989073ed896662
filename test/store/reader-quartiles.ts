/** Quartile levels by hand, of a person and a tool, week by week. It shares no code with what it checks. */
import { TAKEN } from './reader-company-seats.ts'
import type { Company, Use } from './reader-company.ts'
import { later, mondayOf, weekOf } from './reader-levels.ts'
import type { Asked } from './reader-reference.ts'

/** Limits in force: of several of a tool the last. */
const limitsOfCompany = ({ limits = [] }: Company, tool: string) =>
  limits.findLast((of) => of.tool === tool)

/** The use, each row with the quartile level of whose it is in its tool; none where it can't be told. */
export function quartiled(
  company: Company,
  uses: readonly Use[],
  today: string,
): readonly (Use & { quartile?: string })[] {
  const did = new Map<string, number>()
  for (const { person, tool, day, messages = 0, active } of company.uses ?? []) {
    const at = `${person} ${tool} ${mondayOf(day)}`
    did.set(at, (did.get(at) ?? 0) + Math.max(messages, active ? 1 : 0))
  }
  const firstKnown = (tool: string) =>
    (company.covered ?? [])
      .filter((at) => at.tool === tool && (at.of?.includes('activity') ?? true))
      .map(({ day }) => day)
      .toSorted()[0]
  return uses.map((use) => {
    const limits = limitsOfCompany(company, use.tool)
    const known = firstKnown(use.tool)
    if (use.person === undefined || !limits || known === undefined) return use
    const week = weekOf(use.day, today)
    const began = later(week, -21)
    if (began < mondayOf(later(known, 6))) return use
    const actions = [0, 7, 14, 21]
      .map((days) => did.get(`${use.person} ${use.tool} ${later(began, days)}`) ?? 0)
      .reduce((a, b) => a + b, 0)
    const aWeek = actions / 4
    const quartile =
      actions === 0
        ? 'non-user'
        : aWeek < limits.light
          ? 'minimal'
          : aWeek < limits.moderate
            ? 'light'
            : aWeek < limits.heavy
              ? 'moderate'
              : 'heavy'
    return { ...use, quartile }
  })
}

/** The limits of the tools in scope, where quartile levels are asked for. */
export function limitsTold(
  company: Company,
  { filters, by, also }: Asked,
  tools: readonly string[],
): { readonly limits?: readonly object[] } {
  if (![...Object.keys(filters), by, also].includes('quartile')) return {}
  const { taken_day: on, from_day: from, to_day: to } = TAKEN
  return {
    limits: tools.flatMap((tool) => {
      const found = limitsOfCompany(company, tool)
      return found ? [{ ...found, on, from, to }] : []
    }),
  }
}
