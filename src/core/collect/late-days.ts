import { listed } from '#core/message/english.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { describeWeekday } from '#core/time/describe.ts'

import {
  type Amount,
  dayShare,
  everGrew,
  FEWEST_DAYS,
  type History,
  historyOf,
  type Seen,
} from './completeness.ts'

/** A source whose latest days usually grow, or grew before and too seldom to say by how much. */
export type LateSource = {
  readonly tool: string
  readonly source: string
  /** The latest days, of which less than usual is in; the newest first. */
  readonly days: readonly { readonly day: Day; readonly share: number }[]
  /** Set where too few days are known to say: how many are. */
  readonly tooFew?: number
}

/** A day is told of whose last word is usually larger by more than this part of it. */
const TOLD = 0.05
const LOOKED_AT_DAYS = 7

/** Messages where a source counts them, else tokens, else money. */
function amountOf(history: History): Amount {
  const all = [...history.values()].flat()
  const has = (amount: Amount) => all.some((one) => one[amount] > 0)
  return has('messages') ? 'messages' : has('tokens') ? 'tokens' : 'micros'
}

/** Sources whose days before `today` usually grow by more than a twentieth. */
export function lateSources(
  seen: readonly Seen[],
  { today, now }: { readonly today: Day; readonly now: number },
): readonly LateSource[] {
  const sources = Map.groupBy(seen, ({ tool, source }) => JSON.stringify([tool, source]))
  return [...sources.values()].flatMap((all): readonly LateSource[] => {
    const [first] = all
    if (first === undefined) return []
    const { tool, source } = first
    const history = historyOf(all)
    const amount = amountOf(history)
    const each = Array.from({ length: LOOKED_AT_DAYS }, (_, n) => {
      const day = addDays(today, -1 - n)
      return { day, ...dayShare(history, day, { now, amount }) }
    })
    const days = each.flatMap(({ day, share }) =>
      share !== undefined && share < 1 - TOLD ? [{ day, share }] : [],
    )
    if (days.length > 0) return [{ tool, source, days }]
    const tooFew = Math.max(...each.map((one) => one.seen))
    const unknown = tooFew < FEWEST_DAYS && everGrew(history, { now, amount })
    return unknown ? [{ tool, source, days, tooFew }] : []
  })
}

const percent = (share: number): string => `${Math.floor(share * 100)} %`

const MOST_DAYS = 3

/** `copilot: Sunday is usually 71 % in by now, Saturday 85 %, Friday 92 %` */
export function lateLine({ tool, source, days, tooFew }: LateSource): string {
  const name = tool === source ? tool : `${tool}, ${source}`
  if (tooFew !== undefined)
    return `${name}: its days have grown after they were first known; by how much is told once ${FEWEST_DAYS} days are settled (${tooFew} so far)`
  const said = days
    .slice(0, MOST_DAYS)
    .map(
      ({ day, share }, n) =>
        `${describeWeekday(day)} ${n === 0 ? 'is usually ' : ''}${percent(share)}${n === 0 ? ' in by now' : ''}`,
    )
  return `${name}: ${listed(said, MOST_DAYS)}`
}

const MOST_SOURCES = 4

/** One sentence on the sources whose latest days grow; none where they stay as they are. */
export function lateSentence(late: readonly LateSource[]): string | undefined {
  if (late.length === 0) return undefined
  return `**Latest days still grow.** ${late.slice(0, MOST_SOURCES).map(lateLine).join('; ')}${late.length > MOST_SOURCES ? `; and ${late.length - MOST_SOURCES} more` : ''}.`
}
