import { randomBytes } from 'node:crypto'

import type { Chart } from '#core/chart/chart.ts'

import type { House } from './house.ts'
import { PICTURE_SIDE } from './limits.ts'
import { nameOf } from './refusal.ts'

/** Where pictures are fetched, below the public address. */
export const PICTURES_PATH = '/pictures'

/** A picture that a card names by its address. */
export type Hosted = { readonly id: string; readonly url: string }

/** Pictures at an address of their own, which lives as long as the message it stands in. */
export type Hosting = {
  /** Undefined where others can't reach us, which is logged once. */
  readonly host: (chart: Chart) => Promise<Hosted | undefined>
  /** Its message is there, and shows this picture, or none. Never rejects. */
  readonly shown: (message: string | undefined, hosted?: Hosted) => Promise<void>
  /** A message is gone, or a whole conversation. Never rejects. */
  readonly revoke: (conversation: string, message?: string) => Promise<void>
  /** Undefined for what is unknown, over or revoked, and while all is locked. */
  readonly fetched: (id: string) => Promise<Uint8Array | undefined>
}

/** 144 bits, which nobody guesses. */
const ID_BYTES = 18
const ID = /^[\w-]{24}$/
/** What no message is known for: an answer to a click, and private replies, which Teams takes away by then. */
const LOOSE_MS = 86_400_000

type Sources = Pick<House, 'pictures' | 'draw' | 'lock' | 'clock' | 'log'> & {
  readonly publicUrl: string | undefined
}

export function createHosting(sources: Sources): Hosting {
  const { publicUrl, pictures, draw, lock, clock, log } = sources
  let told = false

  /** The answer itself is there: a picture that outlives it by a day at most is no reason to fail. */
  const survived = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => {
      log.error({ error: nameOf(error) }, 'What a picture belongs to could not be written')
    })

  return {
    host: async (chart) => {
      if (publicUrl === undefined) {
        if (!told) log.warn({}, 'Pictures that no message carries need TEAMS_PUBLIC_URL')
        told = true
        return undefined
      }
      const id = randomBytes(ID_BYTES).toString('base64url')
      const at = clock.now()
      await pictures.keep({ id, chart, at, until: at + LOOSE_MS })
      return { id, url: `${publicUrl}${PICTURES_PATH}/${id}` }
    },
    shown: async (message, hosted) => {
      if (publicUrl === undefined || message === undefined) return
      await survived(pictures.pin(message, hosted?.id))
    },
    revoke: (conversation, message) => survived(pictures.revoke(conversation, message)),
    fetched: async (id) => {
      if (!ID.test(id) || lock.held()) return undefined
      const chart = await pictures.find(id, clock.now())
      if (chart === undefined) return undefined
      const { bytes } = await draw(chart, { width: PICTURE_SIDE, most: PICTURE_SIDE })
      return bytes
    },
  }
}
