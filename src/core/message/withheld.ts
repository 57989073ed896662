import type { Ask } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import type { Nearest, Withheld } from '#core/metric/withheld.ts'
import type { Day } from '#core/time/day.ts'

const WHY: Record<Withheld['reason'], string> = {
  few: 'This is not told: it is about too few people, or would give such a number away.',
  detail: 'This is not published at this detail.',
  open: 'This is not published yet: numbers are told when their week or month has closed.',
}

/** Why a number is not told, and the nearest larger question that is answered. */
export function withheldSentence({ reason, nearest }: Withheld, ask: Ask): string {
  return nearest ? `${WHY[reason]} Ask \`${format(larger(ask, nearest))}\`.` : WHY[reason]
}

/** The question that is answered instead. */
export function larger(ask: Ask, nearest: Nearest): Ask {
  switch (nearest.kind) {
    case 'period': {
      const { from, to } = nearest
      return { ...ask, period: { kind: 'range', from: from as Day, to: to as Day } }
    }
    case 'unit': {
      const { team: _team, ...others } = ask.filters
      const filters = nearest.path === null ? others : { ...others, team: [nearest.path] }
      return { ...ask, filters }
    }
    case 'without': {
      if (nearest.what === 'split') {
        const { by: _by, ...whole } = ask
        return whole
      }
      const { team } = ask.filters
      return { ...ask, filters: team ? { team } : {} }
    }
  }
}
