import { setTimeout as sleep } from 'node:timers/promises'

import type { Chart } from '#core/chart/chart.ts'
import type { Message } from '#core/message/message.ts'

import type { Kit } from './kit.ts'
import { PICTURE_BYTES, PICTURE_SIDE } from './limits.ts'
import { nameOf } from './refusal.ts'

/** The text never waits longer for its picture. */
const WAIT_MS = 1_000

/** A chart, and as a data URI unless it is late or too heavy for a message. */
export type Drawn = { readonly chart: Chart; readonly uri?: string }

/** The message's first chart; undefined when it has none, or it can't be drawn. */
export async function pictureOf(
  { house: { draw, log } }: Kit,
  { parts }: Message,
): Promise<Drawn | undefined> {
  const part = parts.find(({ kind }) => kind === 'chart')
  if (part?.kind !== 'chart') return undefined
  const { chart } = part
  const size = { width: PICTURE_SIDE, most: PICTURE_SIDE }
  const drawing = draw(chart, size).catch((error: unknown) => {
    log.warn({ error: nameOf(error) }, 'A picture could not be drawn')
    return 'failed' as const
  })
  const drawn = await Promise.race([drawing, sleep(WAIT_MS, undefined, { ref: false })])
  if (drawn === 'failed') return undefined
  if (drawn === undefined) return { chart }
  const { bytes, width, height } = drawn
  const takes = bytes.byteLength <= PICTURE_BYTES && Math.max(width, height) <= PICTURE_SIDE
  if (!takes) log.warn({}, 'A picture is larger than Teams takes')
  return takes
    ? { chart, uri: `data:image/png;base64,${Buffer.from(bytes).toString('base64')}` }
    : { chart }
}
