import { type Generator, members, mishaps, sizeOf, type Team, TEAMS, timesOf } from './company.ts'
import type { Random } from './random.ts'

/**
 * The family that thresholds were tuned on: a team is one thing whose use wanders (AR(1) on a log scale),
 * with counts more spread than Poisson's (gamma-Poisson).
 */
export const familyA: Generator = (random, { weeks, planted, size, noise }) => {
  const { workingDays, unknown, shared } = mishaps(random, weeks)
  const teams = Array.from({ length: TEAMS }, (_, team): Team => {
    const heads = members(random, weeks, size ?? sizeOf(random))
    const spread = noise === 'usual' ? random.between(0.05, 0.2) : noise === 'low' ? 0.05 : 0.2
    const use = wandering(random, { weeks, left: 0.4, spread })
    const money = wandering(random, { weeks, left: 0.3, spread: spread * 1.5 })
    const share = random.between(0.35, 0.8)
    const each = random.between(15, 45)
    const price = random.between(30_000, 200_000)
    const level = random.between(2, 5)
    const rows = heads.map((head, week) => {
      const days = (workingDays[week] ?? 5) / 5
      const times = timesOf(planted, team, week) * (shared[week] ?? 1)
      const reached = Math.min(
        0.97,
        share * Math.min(1.25, times) * Math.exp(0.3 * (use[week] ?? 0)),
      )
      const people = random.binomial(head, reached)
      const mean = head * share * each * times * Math.exp(use[week] ?? 0) * days
      const shape = 4 + head * (noise === 'low' ? 2 : noise === 'usual' ? 1 : 0.5)
      const messages = random.poisson((mean * random.gamma(shape)) / shape)
      const sessions = Math.max(1, Math.round(messages / level))
      return {
        people,
        messages,
        sessions,
        spend: Math.round(messages * price * Math.exp(money[week] ?? 0)),
        depth: level * Math.exp((0.5 * random.normal()) / Math.sqrt(sessions)),
      }
    })
    return asTeam(heads, rows, unknown)
  })
  return { teams, workingDays, outages: shared.map((part) => part < 1) }
}

type Wander = { readonly weeks: number; readonly left: number; readonly spread: number }

function wandering(random: Random, { weeks, left, spread }: Wander): readonly number[] {
  let now = spread * random.normal()
  return Array.from({ length: weeks }, () => {
    now = left * now + spread * Math.sqrt(1 - left * left) * random.normal()
    return now
  })
}

type Row = Record<'people' | 'messages' | 'sessions' | 'spend' | 'depth', number>

export function asTeam(
  heads: readonly number[],
  rows: readonly Row[],
  unknown: readonly boolean[],
): Team {
  const of = (key: keyof Row) => rows.map((row, week) => (unknown[week] ? null : row[key]))
  return {
    members: heads,
    messages: of('messages'),
    people: of('people'),
    spend: of('spend'),
    depth: of('depth'),
    sessions: of('sessions'),
  }
}
