/** Levels of use by hand, week by week. It shares no code with what it checks. */
import type { Company, Use } from './reader-company.ts'

const DAY = 86_400_000
export const later = (day: string, days: number) =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)
export const mondayOf = (day: string) => later(day, -((new Date(day).getUTCDay() + 6) % 7))

/** The week whose level a day has: its own, or while that runs the one before. */
export function weekOf(day: string, today: string): string {
  const [own, running] = [mondayOf(day), mondayOf(today)]
  return own < running ? own : later(running, -7)
}

/** The first day of which anyone says who did how much. */
export const firstSeen = ({ covered = [] }: Company): string | undefined =>
  covered
    .flatMap(({ day, of = ['activity'] }) => (of.includes('activity') ? [day] : []))
    .toSorted()[0]

/** The use, each row with the level of whose it is; none where too little is known to tell. */
export function levelled(company: Company, today: string): readonly (Use & { level?: string })[] {
  return (company.uses ?? []).map((use) => {
    if (use.person === undefined) return use
    const level = levelAt(company, use.person, weekOf(use.day, today))
    return level === undefined ? use : { ...use, level }
  })
}

/** How much someone used AI in the twelve weeks that end with one; nothing where too few are known. */
export function levelAt(company: Company, person: string, week: string): string | undefined {
  const seen = firstSeen(company)
  if (seen === undefined) return undefined
  const begins = mondayOf(later(seen, 6))
  const weeks: string[] = []
  for (let at = week; at >= begins && weeks.length < 12; at = later(at, -7)) weeks.push(at)
  if (weeks.length < 4) return undefined
  const did = didIn(company)
  return levelOf(weeks.map((monday) => did.get(`${person} ${monday}`) ?? 0))
}

const DID = new WeakMap<Company, ReadonlyMap<string, number>>()

/** What each person did in each week. */
function didIn(company: Company): ReadonlyMap<string, number> {
  const known = DID.get(company)
  if (known) return known
  const did = new Map<string, number>()
  for (const { person, day, messages = 0, active } of company.uses ?? []) {
    const at = `${person} ${mondayOf(day)}`
    did.set(at, (did.get(at) ?? 0) + Math.max(messages, active ? 1 : 0))
  }
  DID.set(company, did)
  return did
}

function levelOf(did: readonly number[]): string {
  const actions = did.reduce((a, b) => a + b, 0)
  const active = did.filter((of) => of > 0).length
  if (active === 0) return 'non-user'
  if (active / did.length >= 0.75) return actions / did.length >= 15 ? 'power' : 'habitual'
  return actions / did.length >= 1 ? 'novice' : 'low'
}
