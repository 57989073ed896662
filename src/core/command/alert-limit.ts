import { type AlertSpan, SPANS } from '#core/alert/number-rule.ts'

const PER = /(?<=^|[\s,;])per(?:\s*[:=]\s*|\s+)(?<per>day|week|month)(?=$|[\s,;])/iu
const UNUSUAL = /(?<=^|[\s,;])(?:is\s+)?unusual(?:ly)?(?:\s+high)?(?=$|[\s,;])/iu
const BELOW = '<=?|≤|below|under|less than|fewer than'
const IS = '(?:(?:is|are|goes|rises?|falls?|drops?)\\s+)?'
const NUMBER =
  '(?<minus>[-−–]\\s*)?(?<dollar>\\$\\s*)?(?<less>[-−–])?(?<digits>\\d[\\d,]*(?:\\.\\d{1,6})?)\\s*' +
  '(?:(?<percent>%|percent(?=$|[\\s,;]))|(?<time>s|secs?|seconds?|min|mins|minutes?|h|hours?)(?=$|[\\s,;])' +
  '|(?<scale>[km](?![\\p{L}])))?(?:\\s*(?<usd>usd|dollars?)(?=$|[\\s,;]))?(?=$|[\\s,;])'
/** With a word before it it is no part of a name. */
const SAID = new RegExp(
  `${IS}(?:(?<below>${BELOW})|>=?|≥|(?<=^|[\\s,;])(?:above|over|exceeds|more than|of))\\s*${NUMBER}`,
  'iu',
)
const BARE = new RegExp(`(?<=^|[\\s,;])${NUMBER}`, 'iu')

const SCALE: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000 }
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

/** What an amount was typed as; a plain number without any of them. */
export type Typed = 'money' | 'percent' | 'time' | 'plain'

export type Limit = {
  readonly per: AlertSpan | undefined
  readonly unusual: boolean
  readonly side: 'above' | 'below'
  /** As typed: dollars for money, percent for shares, seconds for time; below zero as it was. */
  readonly amount: number | undefined
  readonly typed: Typed
  /** The text without it. */
  readonly left: string
}

/** What a rule on a number says of its limit. */
export function readLimit(text: string): Limit {
  const per = PER.exec(text)?.groups?.['per']?.toLowerCase()
  const rest = text.replace(PER, ' ')
  const unusual = UNUSUAL.test(rest)
  const unlimited = rest.replace(UNUSUAL, ' ')
  const found = SAID.exec(unlimited) ?? BARE.exec(unlimited)
  const groups = found?.groups ?? {}
  return {
    per: SPANS.find((known) => known === per),
    unusual,
    side: groups['below'] === undefined ? 'above' : 'below',
    amount: amountOf(groups),
    typed: typedAs(groups),
    left: found ? unlimited.replace(found[0], ' ') : unlimited,
  }
}

type Groups = Readonly<Record<string, string | undefined>>

function amountOf({ digits, scale, time, minus, less }: Groups): number | undefined {
  if (digits === undefined) return undefined
  const size = Number(digits.replaceAll(',', ''))
  const times =
    time === undefined ? SCALE[scale?.toLowerCase() ?? ''] : SECONDS[time.charAt(0).toLowerCase()]
  return (minus ?? less) === undefined ? size * (times ?? 1) : -size * (times ?? 1)
}

function typedAs({ dollar, usd, percent, time }: Groups): Typed {
  if ((dollar ?? usd) !== undefined) return 'money'
  if (percent !== undefined) return 'percent'
  return time === undefined ? 'plain' : 'time'
}
