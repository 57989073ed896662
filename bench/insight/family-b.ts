import { type Generator, members, mishaps, sizeOf, type Team, TEAMS, timesOf } from './company.ts'
import { asTeam } from './family-a.ts'
import type { Random } from './random.ts'

type Person = {
  readonly habit: number
  readonly volume: number
  readonly price: number
  on: boolean
}

/**
 * The family that nothing was tuned on: a team is its people. Each has a habit that holds for weeks, a
 * volume of their own, few of them most of it, and a model of their own; people go on leave in a season,
 * and the company grows into its tools.
 */
export const familyB: Generator = (random, { weeks, planted, size, noise }) => {
  const { workingDays, unknown, shared } = mishaps(random, weeks)
  const rough = noise === 'usual' ? 0.45 : noise === 'low' ? 0.25 : 0.65
  const growth = random.between(0, 0.004)
  const season = random.uniform() * 52
  const teams = Array.from({ length: TEAMS }, (_, team): Team => {
    const heads = members(random, weeks, size ?? sizeOf(random))
    const people: Person[] = []
    const level = random.between(2, 5)
    const rows = heads.map((head, week) => {
      while (people.length < head) people.push(newcomer(random))
      people.length = head
      const days = (workingDays[week] ?? 5) / 5
      const away = 0.12 * Math.max(0, Math.cos((2 * Math.PI * (week - season)) / 52))
      const times = timesOf(planted, team, week)
      return add(people, random, {
        times: times * (shared[week] ?? 1) * Math.exp(growth * week),
        days,
        away,
        rough,
        level,
      })
    })
    return asTeam(heads, rows, unknown)
  })
  return { teams, workingDays, outages: shared.map((part) => part < 1) }
}

const newcomer = (random: Random): Person => {
  const habit = random.gamma(2) / (random.gamma(2) + random.gamma(1.4) + 1e-9)
  return {
    habit: Math.min(0.95, Math.max(0.05, habit)),
    volume: Math.exp(2.9 + 0.8 * random.normal()),
    price: random.uniform() < 0.2 ? 300_000 : 60_000,
    on: random.uniform() < 0.6,
  }
}

type Week = {
  readonly times: number
  readonly days: number
  readonly away: number
  readonly rough: number
  readonly level: number
}

function add(people: readonly Person[], random: Random, week: Week) {
  const { times, days, away, rough, level } = week
  let [active, messages, spend, sessions] = [0, 0, 0, 0]
  for (const person of people) {
    // Half of the weeks are as the one before.
    if (random.uniform() > 0.5) person.on = random.uniform() < person.habit
    const used = person.on && random.uniform() > away
    const more = times > 1 && !used && random.uniform() < Math.min(0.5, (times - 1) * 0.3)
    const less = times < 1 && used && random.uniform() < (1 - times) * 0.4
    if ((!used && !more) || less) continue
    const mean = person.volume * times * days * Math.exp(rough * random.normal() - rough ** 2 / 2)
    const sent = 1 + random.poisson(mean)
    active++
    messages += sent
    spend += sent * person.price * Math.exp(0.3 * random.normal())
    sessions += Math.max(1, random.poisson(sent / level))
  }
  return {
    people: active,
    messages,
    sessions,
    spend: Math.round(spend),
    depth: sessions === 0 ? level : messages / sessions,
  }
}
