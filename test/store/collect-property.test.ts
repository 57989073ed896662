import { sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { addDays, type Day, day } from '#core/time/day.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { usageEvent } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { billed, byDays, everything, pullDays, pullLog, report, USAGE } from './collects.ts'

const START = day('2026-11-01')
const on = (n: number) => addDays(START, n)

type Row = { readonly offset: number; readonly account: string; readonly n: number }
const row = fc.record({
  offset: fc.nat(5),
  account: fc.constantFrom('ann', 'bob', 'cara'),
  n: fc.integer({ min: 1, max: 9 }),
})
const pages = fc.array(fc.array(row, { maxLength: 4 }), { maxLength: 3 })

const window = fc.record({
  how: fc.constant('days' as const),
  source: fc.constantFrom('a', 'b'),
  from: fc.nat(5),
  length: fc.integer({ min: 0, max: 4 }),
  kind: fc.constantFrom('reports' as const, 'events' as const, 'bill' as const),
  pages,
})
const log = fc.record({
  how: fc.constant('cursor' as const),
  pages: fc.array(
    fc.array(fc.record({ id: fc.nat(6), offset: fc.nat(5), tokens: fc.nat(50) }), { maxLength: 4 }),
    { minLength: 1, maxLength: 3 },
  ),
})
type Window = typeof window extends fc.Arbitrary<infer T> ? T : never
type Log = typeof log extends fc.Arbitrary<infer T> ? T : never

/** What was said last: by (source, kind, day) of windows, by id of logs. */
type Model = { readonly days: Map<string, readonly Row[]>; readonly ids: Map<number, string> }

/** Only what lies in the window; of a person-day reported twice, the larger. */
function tell(model: Model, step: Window): void {
  const { from, length, kind, pages } = step
  const source = sourceOf(step)
  for (let offset = from; offset <= from + length; offset += 1) {
    const given = pages.flat().filter((one) => one.offset === offset)
    const best = [...new Set(given.map(({ account }) => account))].map((account) => {
      const of = given.filter((one) => one.account === account).map(({ n }) => n)
      return { offset, account, n: Math.max(...of) }
    })
    model.days.set(`${kind} ${source} ${on(offset)}`, kind === 'reports' ? best : given)
  }
}

function expected({ days, ids }: Model): string[] {
  const lines = [...days].flatMap(([key, said]) => {
    const [kind = ''] = key.split(' ')
    return said.map(({ account, n }) => `${key} ${kind === 'bill' ? '' : account} ${n}`)
  })
  return [...lines, ...ids.values()].toSorted()
}

async function stored(store: Store): Promise<string[]> {
  const found = await rows<{ line: string }>(
    store.db,
    'what is stored',
    sql`with named as (
        select account_id, case substr(encode(pseudonym, 'hex'), 1, 6)
          ${sql.join(
            ['ann', 'bob', 'cara'].map(
              (name) =>
                sql`when ${usageEvent({ at: '2026-11-01T00:00:00Z', account: name }).account?.slice(0, 6) ?? ''} then ${name}`,
            ),
            sql` `,
          )} end as name from account
      )
      select concat_ws(' ', 'reports', s.name, day, n.name, messages) as line
      from usage_report f join source s on s.id = f.source_id join named n using (account_id)
      union all
      select case s.name when 'vendor-log' then concat_ws(' ', 'log', day, output_tokens)
        else concat_ws(' ', 'events', s.name, day, n.name, output_tokens) end
      from usage_event f join source s on s.id = f.source_id join named n using (account_id)
      union all
      select concat_ws(' ', 'bill', s.name, day, '', cost_picos)
      from bill_line f join source s on s.id = f.source_id`,
  )
  return found.map(({ line }) => line).toSorted()
}

/** Kinds have sources of their own: a pull is all that its source says. */
const sourceOf = ({ source, kind }: Window) => `${source}-${kind}`

async function play(store: Store, step: Window | Log): Promise<void> {
  if (step.how === 'cursor') {
    await pullLog(
      store,
      step.pages.map((page, n) => ({
        cursor: `${n}`,
        events: page.map(({ id, offset, tokens }) =>
          usageEvent({
            at: `${on(offset)}T10:00:00Z`,
            id: `${id}`,
            account: 'ann',
            source: 'vendor-log',
            outputTokens: tokens,
          }),
        ),
      })),
    )
    return
  }
  const source = sourceOf(step)
  const at = (offset: number): Day => on(offset)
  await pullDays(
    store,
    [at(step.from), at(step.from + step.length)],
    step.pages.map((page) => ({
      [step.kind]: page.map(({ offset, account, n }) => {
        if (step.kind === 'bill') return billed(at(offset), BigInt(n), { source })
        if (step.kind === 'reports') return report(at(offset), account, { source, messages: n })
        const time = `${at(offset)}T10:00:00Z`
        return usageEvent({ at: time, account, source, outputTokens: n })
      }),
    })),
    { stream: byDays({ id: source, source }) },
  )
}

function tellLog({ ids }: Model, { pages }: Log): void {
  for (const page of pages) {
    const best = new Map<number, { offset: number; tokens: number }>()
    for (const line of page) {
      const known = best.get(line.id)
      if (
        !known ||
        line.tokens > known.tokens ||
        (line.tokens === known.tokens && line.offset > known.offset)
      )
        best.set(line.id, line)
    }
    for (const [id, { offset, tokens }] of best) ids.set(id, `log ${on(offset)} ${tokens}`)
  }
}

describe.each(stores())('in $kind', { timeout: 300_000 }, ({ open }) => {
  test('the store holds what was said last, whatever was said before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(window, window, log), { minLength: 1, maxLength: 6 }),
        async (steps) => {
          await using store = await open()
          const model: Model = { days: new Map(), ids: new Map() }
          for (const step of steps) {
            await play(store, step)
            if (step.how === 'cursor') tellLog(model, step)
            else tell(model, step)
            expect(await stored(store)).toEqual(expected(model))
          }
          // A log's pages may say different things of one line: its last page is the last word.
          const last = steps.at(-1)
          const again = last?.how === 'cursor' ? { ...last, pages: last.pages.slice(-1) } : last
          const before = await everything(store, ...USAGE)
          if (again) await play(store, again)
          expect(await everything(store, ...USAGE)).toBe(before)
        },
      ),
      { numRuns: 8 },
    )
  })
})
