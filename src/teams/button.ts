import { z } from 'zod'

import type { Act } from '#core/message/message.ts'

/** What a button carries: the answer it stands under, and what it does. */
export type Press = {
  readonly id?: string | undefined
  readonly act: Act
  /** What it stands under stays when it is pressed: an alert, or one's overview. */
  readonly stays?: true | undefined
}

type Kind = Act['kind']
type Forms = { readonly [K in Kind]: z.ZodType<Extract<Act, { kind: K }>> }

/** An act that is not here does not compile. */
const FORMS: Forms = {
  ask: z.object({ kind: z.literal('ask'), command: z.string() }),
  csv: z.object({ kind: z.literal('csv'), command: z.string() }),
  build: z.object({ kind: z.literal('build') }),
  subscribe: z.object({ kind: z.literal('subscribe'), command: z.string() }),
  edit: z.object({ kind: z.literal('edit'), command: z.string() }),
  keep: z.object({ kind: z.literal('keep') }),
  share: z.object({ kind: z.literal('share') }),
  unshare: z.object({ kind: z.literal('unshare'), ref: z.string() }),
  'ask-for-access': z.object({ kind: z.literal('ask-for-access') }),
  reveal: z.object({ kind: z.literal('reveal') }),
  open: z.object({ kind: z.literal('open'), url: z.string() }),
  help: z.object({ kind: z.literal('help'), topic: z.string().exactOptional() }),
}

const KINDS = Object.keys(FORMS) as readonly Kind[]

const frame = z.object({
  aiUsage: z.object({
    id: z.string().optional(),
    stays: z.literal(true).optional(),
    act: z.looseObject({ kind: z.string() }),
  }),
})

/** Under a name of its own: Teams adds what it likes to the data of a button. */
export const written = (press: Press) => ({ aiUsage: press })

/** Undefined for what is none of our buttons, or one of a version we no longer know. */
export function readPress(data: unknown): Press | undefined {
  const found = frame.safeParse(data).data?.aiUsage
  const kind = KINDS.find((known) => known === found?.act.kind)
  if (found === undefined || kind === undefined) return undefined
  const act = FORMS[kind].safeParse(found.act).data
  return act && { id: found.id, act, stays: found.stays }
}
