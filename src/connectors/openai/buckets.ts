import { z } from 'zod'

import type { Call, Window } from '#collect.ts'
import { shaped } from '#connectors/api/client.ts'
import { dayOfUnix, unixOf } from '#connectors/api/days.ts'
import type { CallName } from '#connectors/api/fault.ts'
import { addDays, type Day } from '#core/time/day.ts'

import { answered, DOOR } from './client.ts'

const page = z.looseObject({
  data: z.array(z.looseObject({ start_time: z.number(), results: z.array(z.unknown()) })),
  has_more: z.boolean().nullish(),
  next_page: z.string().nullish(),
})

export type Asked = {
  readonly start_time: number
  readonly end_time: number
  readonly bucket_width: '1d'
  readonly limit: number
  readonly page?: string
}

/**
 * The day buckets of usage and costs, page after page. Rows are unread: each endpoint has its own.
 * Buckets outside the window would be a vendor's fault and are left out.
 */
export async function* dayBuckets(
  { from, to }: Window,
  call: Call,
  {
    name,
    limit,
    ask,
  }: {
    readonly name: CallName
    /** Buckets a page: 31 of usage, 180 of costs at most. */
    readonly limit: number
    readonly ask: (query: Asked) => PromiseLike<unknown>
  },
): AsyncGenerator<{ readonly day: Day; readonly rows: readonly unknown[] }> {
  const query = {
    start_time: unixOf(from),
    end_time: unixOf(addDays(to, 1)),
    bucket_width: '1d',
    limit,
  } as const
  let next: string | undefined
  do {
    const answer = await answered(
      call,
      name,
      ask(next === undefined ? query : { ...query, page: next }),
    )
    const { data, has_more, next_page } = shaped(answer, page, { door: DOOR, call: name })
    for (const bucket of data) {
      const day = dayOfUnix(bucket.start_time)
      if (day !== undefined && day >= from && day <= to) yield { day, rows: bucket.results }
    }
    next = has_more === true && next_page && next_page !== next ? next_page : undefined
  } while (next !== undefined)
}
