import { addDays, day, type Day } from '#core/time/day.ts'

import { pick, type Random, randomFor } from './random.ts'

/** How much a person leans on AI: mean share of working days with use, and messages on such a day. */
export const HABITS = {
  champion: { days: 0.9, messages: 12 },
  steady: { days: 0.62, messages: 6 },
  occasional: { days: 0.22, messages: 3 },
  never: { days: 0, messages: 0 },
} as const
type Habit = keyof typeof HABITS

export type Persona = {
  readonly email: string
  readonly login: string
  readonly unit: string
  readonly location: string
  readonly habit: Habit
  /** Tools they use, most used first. */
  readonly tools: readonly string[]
  readonly joined: Day
  readonly left: Day | null
  /** The unit they sit in since the re-organisation, if it moved them. */
  readonly movedTo: string | null
}

type UnitPlan = {
  readonly size: number
  readonly tools: readonly string[]
  readonly manager: string
}

const ENGINEERING = ['github-copilot', 'claude', 'cursor', 'chatgpt']
const OFFICE = ['chatgpt', 'gemini']

/** 400 people. Level 1 is the department. */
export const UNITS: Readonly<Record<string, UnitPlan>> = {
  'Engineering/Platform': { size: 30, tools: ENGINEERING, manager: 'Engineering' },
  'Engineering/Web': { size: 30, tools: ENGINEERING, manager: 'Engineering' },
  'Engineering/Mobile': { size: 24, tools: ENGINEERING, manager: 'Engineering' },
  'Engineering/Data Platform': { size: 26, tools: ENGINEERING, manager: 'Engineering' },
  'Engineering/Security': { size: 16, tools: ENGINEERING, manager: 'Engineering' },
  'Engineering/QA': { size: 14, tools: ENGINEERING, manager: 'Engineering' },
  'Sales/EMEA': { size: 30, tools: OFFICE, manager: 'Sales' },
  'Sales/Americas': { size: 34, tools: OFFICE, manager: 'Sales' },
  'Sales/APAC': { size: 16, tools: OFFICE, manager: 'Sales' },
  'Support/Tier 1': { size: 34, tools: OFFICE, manager: 'Support' },
  'Support/Tier 2': { size: 26, tools: OFFICE, manager: 'Support' },
  'Marketing/Growth': { size: 16, tools: OFFICE, manager: 'Marketing' },
  'Marketing/Brand': { size: 14, tools: OFFICE, manager: 'Marketing' },
  'Marketing/Events': { size: 10, tools: OFFICE, manager: 'Marketing' },
  'Product/Design': { size: 12, tools: ['claude', 'chatgpt'], manager: 'Product' },
  'Product/Management': { size: 10, tools: ['claude', 'chatgpt'], manager: 'Product' },
  'Finance/Accounting': { size: 14, tools: OFFICE, manager: 'Finance' },
  'Finance/FP&A': { size: 10, tools: OFFICE, manager: 'Finance' },
  'Operations/IT': { size: 12, tools: ['chatgpt', 'claude'], manager: 'Operations' },
  'Operations/Facilities': { size: 8, tools: OFFICE, manager: 'Operations' },
  'People/Recruiting': { size: 6, tools: OFFICE, manager: 'People' },
  'Legal/Contracts': { size: 5, tools: OFFICE, manager: 'Legal' },
  'Legal/Privacy': { size: 3, tools: OFFICE, manager: 'Legal' },
}

const FIRST =
  'Ada Amir Ana Aya Ben Bo Carla Chen Dana Eli Emma Femi Finn Gita Hana Hugo Ines Ivan Jana Jonas Kai Kofi Lara Leo Lin Maja Marco Mei Nadia Noah Olga Omar Pia Priya Ravi Rosa Sami Sara Tom Uma Vera Wei Yara Zoe'.split(
    ' ',
  )
const LAST =
  'Adler Ahmed Baker Bauer Costa Diaz Dubois Evans Fischer Garcia Gupta Haas Ito Jansen Kaya Khan Kim Larsen Lopez Meyer Moreau Nagy Novak Okafor Olsen Park Patel Rossi Ruiz Sato Silva Singh Smith Suzuki Tanaka Vogel Wagner Weber Wolf Zhang'.split(
    ' ',
  )

/** Days of history before the anchor: two quarters, so that 14 weeks have 14 weeks to compare with. */
export const HISTORY_DAYS = 203

/** When, counted back from the anchor (the last complete day when the company was made). */
export const STORIES = {
  /** Support/Tier 1 starts in the sixth of the last fourteen weeks. */
  adoption: { unit: 'Support/Tier 1', daysBack: 63 },
  /** An agent of Finance/Accounting starts failing. */
  failingAgent: { unit: 'Finance/Accounting', agent: 'invoice-matcher', daysBack: 20 },
  /** Data Platform sends its nightly job to the dearest model, for three nights. */
  costSpike: { unit: 'Engineering/Data Platform', daysBack: 9, days: 3 },
  /** Marketing/Events moves to Sales. */
  reorganisation: { from: 'Marketing/Events', to: 'Sales/Events', daysBack: 40 },
  /** People of Sales who hold a seat and have not used it for two months or ever. */
  idleSeats: { department: 'Sales', people: 22, daysBack: 60 },
} as const

const START = day('2024-01-08')

export function company(anchor: Day): Persona[] {
  const taken = new Set<string>()
  return Object.entries(UNITS).flatMap(([unit, plan]) =>
    Array.from({ length: plan.size }, (_, seat) => {
      const random = randomFor('person', unit, seat)
      const name = nameFor(random, taken)
      return {
        ...name,
        unit,
        location: pick(random, ['Berlin', 'Lisbon', 'Austin', 'Singapore']),
        habit: habitFor(unit, seat, random),
        tools: toolsFor(plan.tools, random),
        ...datesFor(anchor, random),
        movedTo: unit === STORIES.reorganisation.from ? STORIES.reorganisation.to : null,
      }
    }),
  )
}

function nameFor(random: Random, taken: Set<string>): { email: string; login: string } {
  for (;;) {
    const first = pick(random, FIRST)
    const last = pick(random, LAST)
    const email = `${first}.${last}@example.com`.toLowerCase()
    if (taken.has(email)) continue
    taken.add(email)
    return { email, login: `${first[0] ?? ''}${last}`.toLowerCase() + `-${taken.size}` }
  }
}

function habitFor(unit: string, seat: number, random: Random): Habit {
  if (unit.startsWith(STORIES.idleSeats.department) && seat % 7 < 2) return 'never'
  const share = random()
  const engineering = unit.startsWith('Engineering')
  if (share < (engineering ? 0.24 : 0.1)) return 'champion'
  if (share < (engineering ? 0.74 : 0.5)) return 'steady'
  if (share < 0.86) return 'occasional'
  return 'never'
}

function toolsFor(tools: readonly string[], random: Random): string[] {
  const [main, ...others] = tools
  return [main ?? 'chatgpt', ...others.filter(() => random() < 0.45)]
}

/** One in twelve joined within the history; one in thirty left. */
function datesFor(anchor: Day, random: Random): { joined: Day; left: Day | null } {
  const joined =
    random() < 1 / 12 ? addDays(anchor, -Math.floor(random() * (HISTORY_DAYS - 20)) - 10) : START
  const left = random() < 1 / 30 ? addDays(anchor, -Math.floor(random() * 60)) : null
  return { joined, left: left !== null && left > addDays(joined, 30) ? left : null }
}
