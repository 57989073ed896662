import { counted, listed } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { MetricId } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

import type { Action } from './action.ts'
import { type Drawn, FEWEST_UNITS, type Judged } from './outcome.ts'
import { percent } from './percent.ts'

const MOST_NAMED = 8

/** Where several wait for the same: that it can be drawn who starts. */
export function offer(actions: readonly Action[]): readonly Part[] {
  const [one] = actions
  if (one?.watched === null || one === undefined) return []
  const units = actions.flatMap(({ unit }) => unit ?? [])
  const command = drawCommand(actions.map(({ id }) => id))
  return [
    {
      kind: 'text',
      text: `**${counted(actions.length, 'team qualifies', 'teams qualify')} for the same**: ${listed(units, MOST_NAMED)}. Who starts first can be drawn: half begin now, the others four weeks later, and what comes of it is told by the draw itself.`,
    },
    {
      kind: 'buttons',
      buttons: [{ label: 'Draw who starts first', act: { kind: 'ask', command } }],
    },
  ]
}

export const drawCommand = (ids: readonly number[]): string => `actions draw ${ids.join(' ')}`

type Told = {
  readonly draw: Drawn
  readonly metric: MetricId
  /** When what came of it is told; the others wait until then. */
  readonly until: Day
  readonly visible: number | null
}

/** Who starts, and how to check that nobody chose. */
export function drawnMessage({ draw, metric, until, visible }: Told): Message {
  const { first, waits, seed, commitment } = draw
  const summary = `Drawn: ${listed(first, MOST_NAMED)} ${first.length === 1 ? 'starts' : 'start'} now.`
  const sight =
    visible === null
      ? `They are too few to tell a change from chance: ${FEWEST_UNITS + 1} are needed.`
      : `A change of ${Math.ceil(visible * 100)} % or more could be seen.`
  return {
    title: 'Who starts first',
    summary,
    parts: [
      {
        kind: 'text',
        text: `**Start now** ${listed(first, 20)}\n**Wait until ${describeDay(until)}** ${listed(waits, 20)}`,
      },
      {
        kind: 'text',
        text: `What came of it is told on ${describeDay(until)}: ${catalogue[metric].name.toLowerCase()} of those that start now beside those that wait. ${sight}`,
      },
      {
        kind: 'note',
        text: `Before it was drawn, the trail was given the SHA-256 of the seed, \`${commitment}\`. The seed is \`${seed}\`: teams stand in the order of the SHA-256 of \`SEED:TEAM\`, and the first half starts.`,
      },
      {
        kind: 'buttons',
        buttons: [
          { label: 'All actions', act: { kind: 'ask', command: 'actions' } },
          { label: 'The trail', act: { kind: 'ask', command: 'audit today' } },
        ],
      },
    ],
  }
}

/** What came of a draw. */
export function drawText(judged: Judged, { first, waits }: Drawn, name: string): string {
  const { verdict, effect, interval, visible } = judged
  const groups = `in the ${counted(first.length, 'team', 'teams')} drawn to start first than in the ${waits.length} that waited`
  const moved = effect === null ? '' : `${name} ${percent(effect)} ${groups}`
  const within =
    interval === null
      ? ''
      : ` (19 times in 20 between ${interval.map(percent).join(' and ')}, by all other draws of the same teams)`
  const could = visible === null ? '' : ` Could have seen ${Math.ceil(visible * 100)} % or more.`
  switch (verdict) {
    case 'rose':
    case 'fell':
      return `${moved}${within}. Fewer than one draw in twenty would show as much by chance.${could}`
    case 'no visible change':
      return `No visible change: ${moved}${within}.${could}`
    case 'too few units':
      return `Too few teams to tell: ${moved}. ${FEWEST_UNITS + 1} are needed.`
    case 'not known':
      return 'Not known: weeks of the drawn teams are missing.'
  }
}
