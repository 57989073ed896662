import { setTimeout as sleep } from 'node:timers/promises'

import type { Message } from '#core/message/message.ts'
import type { Draw } from '#ports.ts'

import type { Kit } from './kit.ts'
import { PICTURE_BYTES, PICTURE_SIDE } from './limits.ts'
import { nameOf } from './refusal.ts'

/** The text never waits longer for its picture. */
const WAIT_MS = 1_000

type Drawn = Awaited<ReturnType<Draw>>

async function within(draw: Draw, chart: Parameters<Draw>[0]): Promise<Drawn> {
  const drawn = await draw(chart, { width: PICTURE_SIDE })
  if (drawn.height <= PICTURE_SIDE) return drawn
  // As tall as Teams takes it, and narrower for that.
  return draw(chart, { width: Math.floor((PICTURE_SIDE * drawn.width) / drawn.height) })
}

/** The message's first chart as a data URI; undefined when it has none, or it is late or too heavy. */
export async function pictureOf(
  { house: { draw, log } }: Kit,
  { parts }: Message,
): Promise<string | undefined> {
  const part = parts.find(({ kind }) => kind === 'chart')
  if (part?.kind !== 'chart') return undefined
  const drawing = within(draw, part.chart).catch((error: unknown) => {
    log.warn({ error: nameOf(error) }, 'A picture could not be drawn')
    return undefined
  })
  const drawn = await Promise.race([drawing, sleep(WAIT_MS, undefined, { ref: false })])
  if (drawn === undefined) return undefined
  const { bytes, width, height } = drawn
  const takes = bytes.byteLength <= PICTURE_BYTES && Math.max(width, height) <= PICTURE_SIDE
  if (!takes) log.warn({}, 'A picture is larger than Teams takes')
  return takes ? `data:image/png;base64,${Buffer.from(bytes).toString('base64')}` : undefined
}
