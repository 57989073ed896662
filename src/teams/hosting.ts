import { randomBytes } from 'node:crypto'

import type { After } from '#chat/after.ts'
import type { Chart } from '#core/chart/chart.ts'

import type { House } from './house.ts'
import { createInOrder } from './in-order.ts'
import { PICTURE_SIDE } from './limits.ts'

/** Where pictures are fetched, below the public address. */
export const PICTURES_PATH = '/pictures'

/** A picture that a card names by its address. */
export type Hosted = { readonly id: string; readonly url: string }

/** Pictures at an address of their own, which lives as long as the message it stands in. */
export type Hosting = {
  /** For a reply’s `spot`. Undefined where others can't reach us, which is logged once. */
  readonly host: (chart: Chart, spot: string | undefined) => Promise<Hosted | undefined>
  /** The message of this `spot` is there, and shows this picture, or none. Never rejects. */
  readonly shown: (spot: string | undefined, hosted?: Hosted) => Promise<void>
  /** Teams did not take the message it was for. Never rejects. */
  readonly unused: (spot: string | undefined, hosted: Hosted) => Promise<void>
  /** A message is gone, or a whole conversation. Never rejects. */
  readonly revoke: (conversation: string, message?: string) => Promise<void>
  /** Undefined for what is unknown, over or revoked, and while all is locked. */
  readonly fetched: (id: string) => Promise<Uint8Array | undefined>
}

/** 144 bits, which nobody guesses. */
const ID_BYTES = 18
const ID = /^[\w-]{24}$/
/** What no message stays for: an answer to a click, and private replies, which Teams takes away by then. */
const LOOSE_MS = 86_400_000

type Sources = Pick<House, 'pictures' | 'draw' | 'lock' | 'clock' | 'log'> & {
  readonly after: After
  readonly publicUrl: string | undefined
}

const conversationOf = (spot: string): string => spot.split(' ')[0] ?? ''

export function createHosting(sources: Sources): Hosting {
  const { publicUrl, pictures, draw, lock, clock, log, after } = sources
  let told = false

  // The answer itself is there: what its picture belongs to is written later where it has to be.
  const inOrder = createInOrder({
    after,
    log,
    what: 'What a picture belongs to could not be written',
  })

  return {
    host: async (chart, spot) => {
      if (publicUrl === undefined) {
        if (!told) log.warn({}, 'Pictures that no message carries need TEAMS_PUBLIC_URL')
        told = true
        return undefined
      }
      const id = randomBytes(ID_BYTES).toString('base64url')
      const at = clock.now()
      const where = spot === undefined ? { until: at + LOOSE_MS } : { message: spot }
      await pictures.keep({ id, chart, at, ...where })
      return { id, url: `${publicUrl}${PICTURES_PATH}/${id}` }
    },
    shown: async (spot, hosted) => {
      const isThere = spot?.includes(' ') === true
      if (publicUrl === undefined || !isThere) return
      await inOrder(conversationOf(spot), () => pictures.pin(spot, hosted?.id))
    },
    unused: (spot = '', { id }) => inOrder(conversationOf(spot), () => pictures.drop(id)),
    revoke: (conversation, message) =>
      inOrder(conversation, () => pictures.revoke(conversation, message)),
    fetched: async (id) => {
      if (!ID.test(id) || lock.held()) return undefined
      const chart = await pictures.find(id, clock.now())
      if (chart === undefined) return undefined
      const { bytes } = await draw(chart, { width: PICTURE_SIDE, most: PICTURE_SIDE })
      return bytes
    },
  }
}
