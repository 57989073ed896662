import { barsChart } from '#core/chart/build.ts'
import type { SeatUse } from '#core/digest/facts.ts'
import type { Finding } from '#core/digest/finding.ts'
import { defineView } from '#core/digest/view.ts'
import { dollars } from '#core/digest/words.ts'
import { counted, grouped } from '#core/message/english.ts'
import type { Part } from '#core/message/message.ts'

export const seats = defineView({
  id: 'seats',
  title: 'Seats',
  question: 'Which seats are paid for and not used?',
  needs: 'a list of seats (`ai-usage import seats FILE`, or a connector that has them)',
  advice: 'Offer help to holders of idle seats, then reclaim what stays idle',
  chart: 'bars',
  look: ({ facts }) => {
    const { seats: all } = facts
    if (all === null || all.length === 0)
      return {
        missing:
          facts.view === 'published' || facts.whole.path !== null
            ? 'Seats are shown to admins with the person permission, of the whole company, in private.'
            : 'No seats are known. Whoever runs AI Usage gives them with `ai-usage import seats FILE`.',
      }
    const name = nameAmong(all)
    const judged = all.filter(({ known }) => known)
    const idle = judged.reduce((sum, pool) => sum + pool.idle, 0)
    return {
      looked: all.length,
      findings: findings(judged),
      shows: [table(all)],
      chart: barsChart({
        title:
          judged.length === 0
            ? 'Idle seats are not known'
            : `${counted(idle, 'seat')} idle for 30 days`,
        subtitle: 'Idle seats by tool',
        footer: '',
        unit: 'count',
        head: 'Tool',
        beforeHead: '',
        rows: judged.map((pool) => ({
          key: name(pool),
          label: name(pool),
          now: pool.idle,
          before: null,
        })),
      }),
      quiet:
        judged.length === 0
          ? whyUnknown(all)
          : `All ${grouped(judged.reduce((sum, pool) => sum + pool.assigned, 0))} assigned seats were used in the last 30 days or are new`,
    }
  },
})

const whyUnknown = (all: readonly SeatUse[]): string =>
  all.some(({ uncounted }) => uncounted)
    ? 'Who used their seat can’t be known: nothing is kept of one person'
    : 'Who used their seat is not known for long enough'

/** The plan is told where a tool has several. */
const nameAmong =
  (all: readonly SeatUse[]) =>
  ({ tool, plan }: SeatUse): string =>
    all.filter((other) => other.tool === tool).length > 1 ? `${tool} ${plan}`.trim() : tool

/** A month; undefined without a price in dollars. */
function idleCost({ idle, monthlyMicros, currency }: SeatUse): number | undefined {
  return monthlyMicros === null || currency !== 'USD' ? undefined : idle * monthlyMicros
}

const priceWord = (pools: readonly SeatUse[]) =>
  pools.every(({ priced }) => priced === 'contract') ? 'contract price' : 'price in the seat list'

const WEEKS_A_MONTH = 52 / 12

/** One finding for all tools: they are reclaimed in one go, and their money adds up where it is dollars. */
function findings(pools: readonly SeatUse[]): readonly Finding[] {
  const sum = (of: (pool: SeatUse) => number) => pools.reduce((total, pool) => total + of(pool), 0)
  const [idle, assigned, never] = [
    sum((pool) => pool.idle),
    sum((pool) => pool.assigned),
    sum((pool) => pool.never),
  ]
  if (idle === 0) return []
  const priced = pools.filter((pool) => pool.idle > 0 && idleCost(pool) !== undefined)
  const cost = priced.reduce((total, pool) => total + (idleCost(pool) ?? 0), 0)
  const unpriced = idle - priced.reduce((total, pool) => total + pool.idle, 0)
  const worked = priced.map((pool) => `${grouped(pool.idle)} × ${dollars(pool.monthlyMicros ?? 0)}`)
  return [
    {
      view: 'seats',
      key: 'seats||idle|up',
      unit: null,
      says: `${grouped(idle)} of ${grouped(assigned)} seats were idle for 30 days${cost === 0 ? '' : `: ${dollars(cost)} a month`}`,
      more: [
        never > 0 ? `${grouped(never)} were never used.` : 'All were used before.',
        ...most(pools, idle),
        ...(unpriced > 0 && cost > 0 ? [`${grouped(unpriced)} have no price in dollars.`] : []),
      ].join(' '),
      effect: { people: idle, micros: cost / WEEKS_A_MONTH },
      confidence: 1,
      // Idle seats stay idle: what moved last week is newer.
      novelty: 0.06,
      action: 'Offer their holders help now; reclaim what is still idle in 30 days.',
      expected:
        cost === 0
          ? { kind: 'no-evidence' }
          : {
              kind: 'arithmetic',
              says: `${worked.join(' + ')} = ${dollars(cost)} a month from the renewal on (seats, ${priceWord(priced)})`,
            },
      command: 'digest seats',
      button: 'Idle seats',
    },
  ]
}

/** The department with most of them. */
function most(pools: readonly SeatUse[], idle: number): readonly string[] {
  const by = Map.groupBy(
    pools.flatMap((pool) => pool.idleBy),
    ({ department }) => department,
  )
  const [first] = [...by]
    .map(([department, all]) => ({ department, n: all.reduce((sum, one) => sum + one.idle, 0) }))
    .filter(({ department }) => department !== null)
    .toSorted((a, b) => b.n - a.n)
  return first && first.n > idle / 4 ? [`${grouped(first.n)} are in ${first.department}.`] : []
}

function table(all: readonly SeatUse[]): Part {
  const name = nameAmong(all)
  return {
    kind: 'table',
    head: ['Seats', 'Held', 'Idle', 'A month'],
    rows: all.map((pool) => {
      const cost = pool.known ? idleCost(pool) : undefined
      return [
        name(pool),
        grouped(pool.assigned),
        pool.known ? grouped(pool.idle) : 'not known',
        cost === undefined ? '–' : dollars(cost),
      ]
    }),
  }
}
