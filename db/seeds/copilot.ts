import { addDays, type Day } from '#core/time/day.ts'

import { HABITS, type Persona, STORIES, UNITS } from './company.ts'
import { bought } from './contracts.ts'
import { around, randomFor } from './random.ts'
import { growth, rhythm } from './usage.ts'

/** Lines of GitHub's users-1-day report, as the vendor writes them. */
export function* copilotReportOn(
  date: Day,
  people: readonly Persona[],
  anchor: Day,
): Generator<Readonly<Record<string, unknown>>> {
  const pace = rhythm(date) * growth(date, anchor)
  for (const [index, person] of people.entries()) {
    if (!person.tools.includes('github-copilot')) continue
    if (date < person.joined || (person.left !== null && date > person.left)) continue
    const random = randomFor('copilot', person.email, date)
    const habit = HABITS[person.habit]
    if (random() >= habit.days * pace) continue
    const interactions = around(random, habit.messages, 1)
    const generated = around(random, habit.messages * 3, 0)
    const prompts = random() < 0.25 ? around(random, 4, 1) : 0
    yield {
      day: date,
      user_id: index + 1,
      user_login: person.login,
      enterprise_id: '1',
      user_initiated_interaction_count: interactions,
      code_generation_activity_count: generated,
      code_acceptance_activity_count: Math.floor(generated * (0.2 + random() * 0.2)),
      ai_credits_used: interactions * 1.5,
      ...(prompts === 0
        ? {}
        : {
            totals_by_cli: {
              session_count: 1,
              request_count: prompts * 3,
              prompt_count: prompts,
              token_usage: {
                prompt_tokens_sum: prompts * 9000,
                output_tokens_sum: prompts * 700,
              },
            },
          }),
      used_cli: prompts > 0,
    }
  }
}

/** Lines of the directory import: each person's units, dated. */
export function directoryLines(
  people: readonly Persona[],
  anchor: Day,
): Readonly<Record<string, string>>[] {
  const moved = addDays(anchor, -STORIES.reorganisation.daysBack)
  return people.flatMap((person) => {
    const line = {
      person: person.email,
      team: person.unit,
      from: String(person.joined),
      to: person.left ?? '',
      location: person.location,
      manager: UNITS[person.unit]?.manager ?? '',
      aliases: person.login,
    }
    if (person.movedTo === null || (person.left !== null && person.left < moved)) return [line]
    if (person.joined >= moved) return [{ ...line, team: person.movedTo, manager: 'Sales' }]
    return [
      { ...line, to: String(addDays(moved, -1)) },
      { ...line, team: person.movedTo, manager: 'Sales', from: String(moved) },
    ]
  })
}

/** Lines of the seats import: whoever uses a tool holds a seat in it, and Sales holds more than it uses. */
export function seatLines(people: readonly Persona[]): Readonly<Record<string, string>>[] {
  const price: Readonly<Record<string, string>> = {
    chatgpt: '30',
    'github-copilot': '19',
    gemini: '14',
  }
  const pools = Object.entries(price).map(([tool, monthly]) => ({
    tool,
    plan: 'business',
    person: '',
    from: '2025-01-01',
    to: '',
    monthly_price_usd: monthly,
    purchased: String(bought(people, tool)),
  }))
  const assigned = people.flatMap((person) =>
    person.tools.flatMap((tool) =>
      tool in price
        ? [
            {
              tool,
              plan: 'business',
              person: person.email,
              from: person.joined < '2025-01-01' ? '2025-01-01' : String(person.joined),
              to: person.left ?? '',
              monthly_price_usd: '',
              purchased: '',
            },
          ]
        : [],
    ),
  )
  return [...pools, ...assigned]
}
