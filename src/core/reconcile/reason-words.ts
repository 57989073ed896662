import { formatShare } from '#core/chart/format.ts'
import { counted, grouped } from '#core/message/english.ts'
import { formatValue } from '#core/metric/format.ts'

import type { Reason } from './reasons.ts'

const dollars = (micros: number) => formatValue('usd_micros', micros)

/** A reason as a sentence. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'not-final':
      return `The last ${counted(reason.days, 'day')} may still change: vendors finish a bill days later.`
    case 'rounding':
      return `Rounding: at most a millionth of a dollar for each of ${counted(reason.rows, 'row')}.`
    case 'negotiated-price':
      return `A negotiated price: the bill is ${formatShare(reason.share)} of list price on each of ${counted(reason.days, 'day')}.`
    case 'credits':
      return `Credits: the bill takes off ${dollars(reason.micros)}.`
    case 'without-estimate':
      return `${dollars(reason.micros)} are billed to keys, projects or nobody without an estimate.`
    case 'one-side-only':
      return `Not compared: ${listedSides(reason.billOnly, reason.estimateOnly)}.`
    case 'unknown-currency':
      return `${counted(reason.lines, 'line')} of the bill ${reason.lines === 1 ? 'is' : 'are'} in a currency without a rate; those days keep their estimates.`
    case 'cached-at-full-price':
      return `${reason.source} cannot tell cached tokens, so up to ${grouped(reason.tokens)} were priced in full.`
    case 'gateway-partial':
      return `${reason.source} saw ${formatShare(reason.share)} of it: a gateway knows what is routed through it.`
    case 'fewer-days':
      return `${reason.source} speaks of ${reason.days} of ${counted(reason.of, 'day')}.`
  }
}

function listedSides(billOnly: number, estimateOnly: number): string {
  return [
    ...(billOnly > 0 ? [`${counted(billOnly, 'day')} with a bill alone`] : []),
    ...(estimateOnly > 0 ? [`${counted(estimateOnly, 'day')} with estimates alone`] : []),
  ].join(', ')
}
