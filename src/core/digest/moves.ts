import { middle } from '#core/insight/middle.ts'
import type { Value } from '#core/metric/metric.ts'

import { type Judged, judged, type Look, type Move, standing } from './detect.ts'
import { type DigestFacts, type Followed, last, type UnitWeeks } from './facts.ts'
import { matters } from './matters.ts'

/** Numbers whose moves are looked for, each per head where heads are known. */
const LOOKED_AT = [
  'spend',
  'messages',
  'weekly_active_people',
  'messages_per_session',
] as const satisfies readonly Followed[]
export type LookedAt = (typeof LOOKED_AT)[number]

/** A move of a unit's number that stands out. */
export type Stood = Pick<Move, 'weeks' | 'direction' | 'change' | 'out'> & {
  readonly unit: UnitWeeks
  readonly metric: LookedAt
  /** What the week (or each of the weeks) came to, and what would have been usual. */
  readonly now: number
  readonly usual: number
  /** How long it has stood out, in weeks, up to five: 1 is news. */
  readonly since: number
  readonly threshold: number
}

export type Moves = {
  readonly looked: number
  readonly stood: readonly Stood[]
}

/** A week with fewer working days is compared with nothing. */
const SHORTEST_WEEK = 3
/** Beyond this a unit is not the one it was: people came or went. */
const SAME_UNIT = 1.2
/** How many digests back a finding is looked for, to know whether it is news. */
const REPLAYED = 4

/** What divides by heads and working days, so that people and holidays are no change of use. */
const PER: Readonly<Record<LookedAt, { readonly head: boolean; readonly day: boolean }>> = {
  spend: { head: true, day: true },
  messages: { head: true, day: true },
  weekly_active_people: { head: true, day: false },
  messages_per_session: { head: false, day: false },
}

type Named = { readonly unit: UnitWeeks; readonly metric: LookedAt; readonly group: string }

/** What is looked at, and how it moved by an index of weeks. */
type Looks = {
  readonly all: readonly Named[]
  readonly looks: readonly Look[]
  readonly judged: (at: number) => readonly Judged[]
}

/** Each number of these units that was ever more than nothing. */
function looksOf(units: readonly UnitWeeks[], kind: string, facts: DigestFacts): Looks {
  const all = units
    .flatMap((unit) =>
      LOOKED_AT.map((metric): Named => ({ unit, metric, group: `${kind} ${metric}` })),
    )
    .filter(({ unit, metric }) => unit.values[metric].some((value) => (value ?? 0) > 0))
  const onePerson = personsWorth(facts)
  const looks = all.map(({ unit, metric, group }): Look => ({
    group,
    values: perHead(unit, metric, facts),
    size: unit.members.at(-1) ?? lastActive(unit),
    floor: onePerson[metric] / scaleOf({ unit, metric }, facts),
    scale: metric === 'weekly_active_people' ? 'share' : 'ratio',
  }))
  const known = new Map<number, readonly Judged[]>()
  return {
    all,
    looks,
    judged: (at) => {
      const found = known.get(at) ?? judged(looks, at)
      known.set(at, found)
      return found
    },
  }
}

type OfUnits = Pick<DigestFacts, 'workingDays' | 'company'> & { readonly found: Looks }

/** A thousand digests of one Monday look at the same units. */
const looksOfUnits = new WeakMap<DigestFacts['units'], OfUnits>()

function unitLooks(facts: DigestFacts): Looks {
  const { units, workingDays, company = facts.whole } = facts
  const known = looksOfUnits.get(units)
  if (known?.workingDays === workingDays && known.company === company) return known.found
  const found = looksOf(units, 'unit', facts)
  looksOfUnits.set(units, { workingDays, company, found })
  return found
}

/**
 * Which numbers moved, this week and how long already: of the whole and of what is below it. Other units
 * are what they are compared with.
 */
export function movesOf(facts: DigestFacts): Moves {
  const { whole, units, weeks } = facts
  const below = unitLooks(facts)
  const itself = units.some(({ path }) => path === whole.path) ? [] : [whole]
  const own = looksOf(itself, 'whole', facts)
  const all = [...below.all, ...own.all]
  const looks = [...below.looks, ...own.looks]
  const mineAt = (at: number) => {
    const others = below.judged(at)
    const mine = others.filter(({ of }) => isWithin(all[of]?.unit.path ?? null, whole.path))
    const itself = own.judged(at).map((move) => ({ ...move, of: move.of + below.all.length }))
    return standing([...mine, ...itself], others.length + itself.length)
  }
  const at = weeks.length - 1
  const { moves: mine, threshold } = mineAt(at)
  const earlier = Array.from({ length: REPLAYED }, (_, back) =>
    mine.some(({ standsOut }) => standsOut) ? mineAt(at - 1 - back).moves : [],
  )
  return {
    looked: mine.length,
    stood: toldOnce(
      mine
        .filter(({ standsOut }) => standsOut)
        .flatMap((move): readonly Stood[] => {
          const [one, look] = [all[move.of], looks[move.of]]
          const { weeks, direction, change, out } = move
          if (!one || !look) return []
          const now = meanOf(one.unit.values[one.metric].slice(-weeks))
          const level = meanOf(look.values.slice(-weeks))
          if (now === null || level === null) return []
          const told = earlier.map((moves) =>
            moves.some((was) => was.of === move.of && was.standsOut && was.direction === direction),
          )
          const since = 1 + (told.includes(false) ? told.indexOf(false) : told.length)
          // From heads and working days back to the whole unit.
          const usual = level === 0 ? move.usual * scaleOf(one, facts) : (move.usual * now) / level
          const stands: Stood = {
            ...one,
            weeks,
            direction,
            change,
            out,
            now,
            usual,
            since,
            threshold,
          }
          return matters(stands, whole) ? [stands] : []
        }),
      whole,
    ),
  }
}

/** What moved the whole is told of the unit that did most of it. */
function toldOnce(stood: readonly Stood[], whole: UnitWeeks): readonly Stood[] {
  const sessions = last(whole.values.sessions) ?? 0
  const explains = (part: Stood, one: Stood): boolean => {
    if (part === one || part.direction !== one.direction) return false
    const moved = Math.abs(part.now - part.usual) * 2
    if (part.metric === one.metric) return moved >= Math.abs(one.now - one.usual)
    // One team's messages make everyone's sessions look deeper.
    if (part.metric !== 'messages' || one.metric !== 'messages_per_session') return false
    return moved >= Math.abs(one.now - one.usual) * sessions
  }
  return stood.filter((one) => one.unit !== whole || !stood.some((part) => explains(part, one)))
}

const isWithin = (path: string | null, of: string | null): boolean =>
  of === null || path === of || (path?.startsWith(`${of}/`) ?? false)

/** A number as it is judged; null in short weeks and while the unit was another one. */
function perHead(
  unit: UnitWeeks,
  metric: LookedAt,
  { workingDays, age }: DigestFacts,
): readonly Value[] {
  const { head, day } = PER[metric]
  const factors = metric === 'spend' || metric === 'messages' ? age?.factors[metric] : undefined
  const today = unit.members.at(-1) ?? null
  return unit.values[metric].map((value, week) => {
    const days = workingDays[week] ?? 0
    const members = unit.members[week] ?? null
    if (value === null || days < SHORTEST_WEEK) return null
    if (metric === 'messages_per_session' && !enough(unit.values.sessions[week])) return null
    if (!sameUnit(members, today)) return null
    const alike = value * (factors?.[week] ?? 1)
    return alike / (head && members !== null ? members : 1) / (day ? days : 1)
  })
}

/** What a unit's number was divided by in the last week. */
function scaleOf(
  { unit, metric }: Pick<Named, 'unit' | 'metric'>,
  { workingDays }: DigestFacts,
): number {
  const { head, day } = PER[metric]
  const members = head ? (unit.members.at(-1) ?? 1) : 1
  return Math.max(1, members) * (day ? Math.max(1, workingDays.at(-1) ?? 1) : 1)
}

/** What an active person comes to in a week, in the middle of the weeks. */
function personsWorth({ whole, company = whole }: DigestFacts): Readonly<Record<LookedAt, number>> {
  const people = company.values.weekly_active_people
  const each = (metric: 'spend' | 'messages') =>
    middle(
      company.values[metric].flatMap((value, week) => {
        const active = people[week] ?? null
        return value === null || active === null || active === 0 ? [] : [value / active]
      }),
    )
  return {
    spend: each('spend'),
    messages: each('messages'),
    weekly_active_people: 1,
    messages_per_session: 0,
  }
}

/** The depth of a few sessions is that of one or two people. */
const FEWEST_SESSIONS = 25
const enough = (sessions: Value | undefined) => (sessions ?? 0) >= FEWEST_SESSIONS

function sameUnit(members: Value, today: Value): boolean {
  if (members === null || today === null) return members === today
  if (members === 0 || today === 0) return false
  // One joiner more or less is no other team, however small it is.
  return Math.abs(members - today) <= 1 || Math.max(members / today, today / members) <= SAME_UNIT
}

const lastActive = ({ values }: UnitWeeks): number =>
  values.weekly_active_people.findLast((value) => value !== null) ?? 1

function meanOf(values: readonly Value[]): Value {
  if (values.length === 0 || values.includes(null)) return null
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length
}
