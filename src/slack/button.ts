import { z } from 'zod'

import type { Act } from '#core/message/message.ts'

/** The ways a picture can reach a private answer, best first; see docs/slack.md. */
export const RUNGS = ['image-block', 'native-chart', 'dm-file', 'text'] as const
export type Rung = (typeof RUNGS)[number]

/** What our buttons do: the message's acts, and the one this platform adds. */
export type Press =
  | { readonly id?: string | undefined; readonly act: Act }
  | { readonly id: string; readonly act: { readonly kind: 'picture'; readonly shown: Rung } }

const act = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask'), command: z.string() }),
  z.object({ kind: z.literal('csv'), command: z.string() }),
  z.object({ kind: z.literal('build') }),
  z.object({ kind: z.literal('subscribe'), command: z.string() }),
  z.object({ kind: z.literal('edit'), command: z.string() }),
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.literal('share') }),
  z.object({ kind: z.literal('unshare'), ref: z.string() }),
  z.object({ kind: z.literal('ask-for-access') }),
  z.object({ kind: z.literal('reveal') }),
  z.object({ kind: z.literal('open'), url: z.string() }),
  z.object({ kind: z.literal('help'), topic: z.string().exactOptional() }),
])

const press = z.union([
  z.object({
    id: z.string(),
    act: z.object({ kind: z.literal('picture'), shown: z.enum(RUNGS) }),
  }),
  z.object({ id: z.string().optional(), act }),
])

/** What a button carries: the answer it stands under, and what it does. */
export function written(pressed: Press): string {
  return JSON.stringify(pressed)
}

/** Undefined for what is none of our buttons, or one of a version we no longer know. */
export function readPress(value: string | undefined): Press | undefined {
  try {
    return press.safeParse(JSON.parse(value ?? '')).data
  } catch {
    return undefined
  }
}
