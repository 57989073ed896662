import type { StoredAnswer } from '#core/explain/stored.ts'
import type { Message } from '#core/message/message.ts'
import { NOTHING_TO_SHARE } from '#core/share/message.ts'
import type { Answers } from '#ports.ts'

/** `share` and `unshare` as typed: the last answer, or the one with this id. */
export const SHARE = /^(?<act>(?:un)?share)(?:\s+#?(?<ref>[a-z0-9]{4,12}))?\s*$/i

type Ways<Made> = {
  readonly answers: Pick<Answers, 'find' | 'last'>
  /** Who typed it, as answers name their viewer: only their own can be shared. */
  readonly mine: string
  readonly share: (found: StoredAnswer) => Promise<Message>
  readonly unshare: (ref: string | undefined) => Promise<Made>
}

/** What was typed of sharing. */
export async function typedShare<Made>(
  text: string,
  { answers, mine, share, unshare }: Ways<Made>,
): Promise<Made | { readonly message: Message }> {
  const { act = '', ref } = SHARE.exec(text.trim())?.groups ?? {}
  const named = ref?.toLowerCase()
  if (act.toLowerCase() === 'unshare') return unshare(named)
  const found = named === undefined ? await answers.last(mine) : await answers.find(named)
  return { message: found?.viewer === mine ? await share(found) : NOTHING_TO_SHARE }
}
