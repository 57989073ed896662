import { and, eq, gt, isNull, lt, ne, or, sql } from 'drizzle-orm'

import type { Pictures } from '#conversations.ts'
import type { Chart } from '#core/chart/chart.ts'
import type { Db } from '#db/db.ts'
import { hostedPicture } from '#db/schema/teams.ts'

import { named } from './rows.ts'

/** The company the store serves. */
const TENANT = 1

const instant = (at: number) => new Date(at).toISOString()
const ours = eq(hostedPicture.tenantId, TENANT)

/** Charts whose pictures are fetched; whatever is over goes when the next one comes. */
export function pictures(db: Db): Pictures {
  return {
    keep: ({ id: pictureId, chart, at, ...where }) =>
      named('keep picture', async () => {
        await db.delete(hostedPicture).where(and(ours, lt(hostedPicture.until, instant(at))))
        const kept = 'until' in where ? { until: instant(where.until) } : { message: where.message }
        await db.insert(hostedPicture).values({ pictureId, chart, at: instant(at), ...kept })
      }),
    drop: (id) =>
      named('drop picture', async () => {
        await db.delete(hostedPicture).where(and(ours, eq(hostedPicture.pictureId, id)))
      }),
    pin: (message, id) =>
      named('pin picture', async () => {
        const before = and(
          eq(hostedPicture.message, message),
          id === undefined ? undefined : ne(hostedPicture.pictureId, id),
        )
        await db.transaction(async (tx) => {
          await tx.delete(hostedPicture).where(and(ours, before))
          if (id === undefined) return
          await tx
            .update(hostedPicture)
            .set({ message, until: null })
            .where(and(ours, eq(hostedPicture.pictureId, id)))
        })
      }),
    find: (id, now) =>
      named('find picture', async () => {
        const lives = or(isNull(hostedPicture.until), gt(hostedPicture.until, instant(now)))
        const [row] = await db
          .select({ chart: hostedPicture.chart })
          .from(hostedPicture)
          .where(and(ours, eq(hostedPicture.pictureId, id), lives))
        return row?.chart as Chart | undefined
      }),
    revoke: (conversation, message) =>
      named('revoke pictures', async () => {
        const theirs =
          message === undefined
            ? or(
                eq(hostedPicture.message, conversation),
                sql`starts_with(${hostedPicture.message}, ${`${conversation} `}::text)`,
              )
            : eq(hostedPicture.message, `${conversation} ${message}`)
        await db.delete(hostedPicture).where(and(ours, theirs))
      }),
  }
}
