import { setTimeout as sleep } from 'node:timers/promises'

import type { Message } from '#core/message/message.ts'

import type { Kit } from './kit.ts'
import { PICTURE_BYTES, PICTURE_SIDE } from './limits.ts'
import { nameOf } from './refusal.ts'

/** The text never waits longer for its picture. */
const WAIT_MS = 1_000

/** The message's first chart as a data URI; undefined when it has none, or it is late or too heavy. */
export async function pictureOf(
  { house: { draw, log } }: Kit,
  { parts }: Message,
): Promise<string | undefined> {
  const part = parts.find(({ kind }) => kind === 'chart')
  if (part?.kind !== 'chart') return undefined
  const size = { width: PICTURE_SIDE, most: PICTURE_SIDE }
  const drawing = draw(part.chart, size).catch((error: unknown) => {
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
