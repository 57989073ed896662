import { addDays, type Day, daysBetween, weekday } from '#core/time/day.ts'

import { REQUEST_GAPS_MS, REQUEST_TOKENS } from './calibration.ts'
import { HABITS, HISTORY_DAYS, type Persona, STORIES } from './company.ts'
import { around, pick, type Random, randomFor, weighted } from './random.ts'

/** One line of the usage import, by its documented field names. */
export type UsageLine = Readonly<Record<string, string | number>>

/** Share of a usual day's use, Monday first. Declared, not taken from the trace: it is 57 minutes long. */
const WEEKDAY = [0.95, 1.05, 1.05, 1, 0.85, 0.06, 0.04] as const

const CHATGPT = { 'gpt-5': 5, 'gpt-5-mini': 3, 'gpt-4.1': 1 }
const CLAUDE = { 'claude-sonnet-4-5': 6, 'claude-haiku-4-5': 3, 'claude-opus-4-5': 1 }

/** Every line of one day, the same on every run. GitHub Copilot reports by person-day: `copilot.ts`. */
export function* usageOn(date: Day, people: readonly Persona[], anchor: Day): Generator<UsageLine> {
  const pace = rhythm(date) * growth(date, anchor)
  const adopted = adoption(date, anchor)
  for (const person of people) {
    if (date < person.joined || (person.left !== null && date > person.left)) continue
    yield* personDay(person, date, person.unit === STORIES.adoption.unit ? pace * adopted : pace)
  }
  yield* agentRuns(date, people, anchor)
  yield* nightlyJob(date, people, anchor)
  yield* sharedKey(date)
}

function* personDay(person: Persona, date: Day, pace: number): Generator<UsageLine> {
  const random = randomFor('day', person.email, date)
  const habit = HABITS[person.habit]
  if (random() >= habit.days * pace) return
  for (const tool of person.tools) {
    if (tool === 'github-copilot' || random() < 0.35) continue
    yield* toolDay(person, tool, { date, random, messages: around(random, habit.messages, 1) })
  }
}

type ToolDay = { readonly date: Day; readonly random: Random; readonly messages: number }

function* toolDay(person: Persona, tool: string, use: ToolDay): Generator<UsageLine> {
  const { date, random } = use
  let left = use.messages
  let at = Date.parse(`${date}T08:00:00Z`) + random() * 3_600_000 * 4
  for (let session = 1; left > 0; session++) {
    const turns = Math.min(left, around(random, 3, 1))
    left -= turns
    const model = modelOf(tool, random)
    for (let turn = 0; turn < turns; turn++) {
      yield line(tool, person.email, { at, model, random, conversation: `${date} ${session}` })
      at += 20_000 + -Math.log(1 - random()) * 110_000
    }
    at += 2_400_000 + random() * 7_200_000
  }
}

type Request = {
  readonly at: number
  readonly model: string | null
  readonly random: Random
  readonly conversation: string
}

function line(tool: string, person: string, request: Request): UsageLine {
  const { random } = request
  const [context, generated] = pick(random, REQUEST_TOKENS)
  const base = {
    time: new Date(Math.floor(request.at)).toISOString(),
    person,
    tool,
    ...(request.model === null ? {} : { model: request.model }),
    outcome: random() < 0.01 ? 'error' : 'ok',
  }
  switch (tool) {
    case 'claude':
      // A coding agent re-reads its cached context: the trace's context is what is new to it.
      return {
        ...base,
        feature: random() < 0.7 ? 'cli' : 'chat',
        session: request.conversation,
        prompt_characters: around(random, 190, 4),
        input_tokens: Math.ceil(context / 4),
        cache_read_tokens: context * around(random, 120, 20),
        cache_write_tokens: context * 6,
        output_tokens: generated * 60,
      }
    case 'cursor':
      return {
        ...base,
        feature: 'code_completion',
        input_tokens: context,
        output_tokens: generated,
        cost_usd: (0.04 + generated / 2000).toFixed(4),
        cost_basis: 'billed',
      }
    case 'gemini':
      return { ...base, feature: 'document_chat' }
    default:
      return {
        ...base,
        feature: random() < 0.1 ? 'team_ai' : 'chat',
        session: request.conversation,
        prompt_characters: around(random, person.length % 2 === 0 ? 60 : 210, 3),
        output_characters: generated * 45,
      }
  }
}

function modelOf(tool: string, random: Random): string | null {
  switch (tool) {
    case 'chatgpt':
      return weighted(random, CHATGPT)
    case 'claude':
      return weighted(random, CLAUDE)
    case 'cursor':
      return random() < 0.8 ? 'cursor-small' : 'claude-sonnet-4-5'
    default:
      return null
  }
}

/** A failing agent: four runs in a hundred fail, then nearly half. */
function* agentRuns(date: Day, people: readonly Persona[], anchor: Day): Generator<UsageLine> {
  if (weekday(date) > 5) return
  const { unit, agent, daysBack } = STORIES.failingAgent
  const owner = people.find((person) => person.unit === unit)
  if (owner === undefined) return
  const random = randomFor('agent', date)
  const failing = date > addDays(anchor, -daysBack)
  for (let run = 0; run < 22; run++) {
    const failed = random() < (failing ? 0.45 : 0.04)
    for (let step = 0; step < 2; step++) {
      yield {
        time: new Date(Date.parse(`${date}T05:00:00Z`) + run * 240_000 + step * 9000).toISOString(),
        person: owner.email,
        tool: 'chatgpt',
        model: 'gpt-5-mini',
        feature: 'agents',
        initiated_by: 'agent',
        asset_kind: 'agent',
        asset: agent,
        run: `${date} ${run}`,
        outcome: failed && step === 1 ? 'error' : 'ok',
      }
    }
  }
}

/** Requests of one service arrive as in the trace: its bursts, its context, its replies. */
function* nightlyJob(date: Day, people: readonly Persona[], anchor: Day): Generator<UsageLine> {
  const { unit, daysBack, days } = STORIES.costSpike
  const owner = people.find((person) => person.unit === unit && person.left === null)
  if (owner === undefined) return
  const into = daysBetween(addDays(anchor, -daysBack), date)
  const spike = into >= 0 && into < days
  const random = randomFor('nightly', date)
  let at = Date.parse(`${date}T01:10:00Z`)
  for (let request = 0; request < (spike ? 420 : 70); request++) {
    const [context, generated] = pick(random, REQUEST_TOKENS)
    at += pick(random, REQUEST_GAPS_MS)
    yield {
      time: new Date(at).toISOString(),
      person: owner.email,
      tool: 'litellm',
      model: spike ? 'claude-opus-4-1' : 'claude-haiku-4-5',
      feature: 'api',
      initiated_by: 'agent',
      input_tokens: context,
      output_tokens: generated * 12,
    }
  }
}

/** A key nobody owns, and a model of the company's own that has no price. */
function* sharedKey(date: Day): Generator<UsageLine> {
  const random = randomFor('shared key', date)
  for (let request = 0; request < (weekday(date) > 5 ? 4 : 18); request++) {
    const [context, generated] = pick(random, REQUEST_TOKENS)
    yield {
      time: new Date(Date.parse(`${date}T09:00:00Z`) + request * 1_500_000).toISOString(),
      person: '-',
      tool: 'litellm',
      model: random() < 0.5 ? 'acme-support-7b' : 'gpt-4.1',
      feature: 'api',
      input_tokens: context,
      output_tokens: generated,
    }
  }
}

export function rhythm(date: Day): number {
  return WEEKDAY[weekday(date) - 1] ?? 0
}

/** The company grew into its tools: three quarters of today's use at the start. */
export function growth(date: Day, anchor: Day): number {
  const past = Math.min(Math.max(daysBetween(date, anchor), 0), HISTORY_DAYS)
  return 1 - (0.25 * past) / HISTORY_DAYS
}

/** How much of its usual use the adopting unit has reached. */
function adoption(date: Day, anchor: Day): number {
  const weeks = daysBetween(addDays(anchor, -STORIES.adoption.daysBack), date) / 7
  return weeks < 0 ? 0.04 : Math.min(1.3, 0.35 + weeks * 0.2)
}
