import { formatShare } from '#core/chart/format.ts'
import { lateSentence } from '#core/collect/late-days.ts'
import { aboutText } from '#core/message/about.ts'
import { listed } from '#core/message/english.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { onLeave } from '#core/metric/on-leave.ts'
import { length } from '#core/time/period.ts'

import type { Made } from './made.ts'
import type { Again } from './restated.ts'

/** What is not in the numbers, each in a line: what is withheld, has no price, is not covered, was passed over or is still to come. */
export function leftOut(made: Made, again: Again | undefined): readonly string[] {
  const lines = [
    ...withheld(made),
    ...unpriced(made),
    ...away(made),
    ...notReported(made),
    ...uncovered(made, again),
  ]
  const said = lines.length === 0 ? ['nothing that is known of'] : lines
  const growing = lateSentence(again?.late ?? [])
  return [
    `**Left out** ${said.join('; ')}.`,
    ...passedOver(again),
    ...(growing === undefined ? [] : [growing]),
  ]
}

function withheld({ numbers }: Made): readonly string[] {
  const held = numbers.filter(({ withheld }) => withheld && !withheld.about)
  const names = held.map(({ metric }) => catalogue[metric].name)
  return [
    ...numbers.flatMap(({ metric, withheld }) =>
      withheld?.about
        ? [
            `${catalogue[metric].name}: told as ${aboutText(metric, withheld.about)}, to guard people`,
          ]
        : [],
    ),
    ...(names.length === 0 ? [] : [`${listed(names, 8)}: not told, to guard people`]),
  ]
}

function unpriced({ numbers }: Made): readonly string[] {
  const share = numbers.find(({ metric }) => metric === 'spend')?.unpricedTokenShare ?? 0
  return share > 0 ? [`the cost of ${formatShare(share)} of tokens, which have no price`] : []
}

function away({ numbers }: Made): readonly string[] {
  const [seats] = numbers.flatMap((one) => onLeave(one) ?? [])
  if (seats === undefined || seats === 0) return []
  return [
    `from idle seats: ${seats === 1 ? '1 seat' : `${seats} seats`} of people on leave or just back, not counted`,
  ]
}

function notReported({ numbers }: Made): readonly string[] {
  const byTools = Map.groupBy(
    numbers.filter(({ coverage }) => coverage.cannot.length > 0),
    ({ coverage }) => listed(coverage.cannot, 8),
  )
  return [...byTools].map(([tools, of]) => {
    const names = of.map(({ metric }) => catalogue[metric].name.toLowerCase())
    return `${listed(names, 8)} by ${tools}, which ${of[0]?.coverage.cannot.length === 1 ? 'does' : 'do'} not report it`
  })
}

/** Days that no source of a tool said were complete. */
function uncovered({ period }: Made, again: Again | undefined): readonly string[] {
  const days = length(period)
  const byTool = Map.groupBy(again?.origins ?? [], ({ tool }) => tool)
  const short = [...byTool].flatMap(([tool, all]) => {
    const covered = Math.max(...all.map((one) => one.covered))
    return covered < days ? [`${tool} on ${days - covered} of ${days} days`] : []
  })
  return short.length === 0 ? [] : [`days that are not covered: ${listed(short, 6)}`]
}

function passedOver(again: Again | undefined): readonly string[] {
  const said = (again?.origins ?? [])
    .filter((one) => one.passedOver.length > 0)
    .map(({ tool, source, passedOver: groups }) => `${source} on ${listed(groups)} of ${tool}`)
  return said.length === 0
    ? []
    : [
        `**Passed over** ${said.join('; ')}: another source is believed there, and no use is counted twice.`,
      ]
}
