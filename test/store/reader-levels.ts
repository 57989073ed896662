/** Levels of use by hand, week by week. It shares no code with what it checks. */
import type { Company, Use } from './reader-company.ts'

const DAY = 86_400_000
const later = (day: string, days: number) =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)
const mondayOf = (day: string) => later(day, -((new Date(day).getUTCDay() + 6) % 7))

/** The use, each row with the level of whose it is; none where too little is known to tell. */
export function levelled(company: Company, today: string): readonly (Use & { level?: string })[] {
  const uses = company.uses ?? []
  const seen = (company.covered ?? [])
    .flatMap(({ day, of = ['activity'] }) => (of.includes('activity') ? [day] : []))
    .toSorted()[0]
  const running = mondayOf(today)
  const did = new Map<string, number>()
  for (const { person, day, messages = 0, active } of uses) {
    const at = `${person} ${mondayOf(day)}`
    did.set(at, (did.get(at) ?? 0) + Math.max(messages, active ? 1 : 0))
  }
  return uses.map((use) => {
    if (use.person === undefined || seen === undefined) return use
    const of = mondayOf(use.day)
    const week = of < running ? of : later(running, -7)
    const begins = mondayOf(later(seen, 6))
    const weeks: string[] = []
    for (let at = week; at >= begins && weeks.length < 12; at = later(at, -7)) weeks.push(at)
    if (weeks.length < 4) return use
    const own = weeks.map((monday) => did.get(`${use.person} ${monday}`) ?? 0)
    return { ...use, level: levelOf(own) }
  })
}

function levelOf(did: readonly number[]): string {
  const actions = did.reduce((a, b) => a + b, 0)
  const active = did.filter((of) => of > 0).length
  if (active === 0) return 'non-user'
  if (active / did.length >= 0.75) return actions / did.length >= 15 ? 'power' : 'habitual'
  return actions / did.length >= 1 ? 'novice' : 'low'
}
