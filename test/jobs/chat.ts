import type { Posted, Target } from '#core/delivery/delivery.ts'
import type { Message } from '#core/message/message.ts'
import { plainText } from '#core/message/plain-text.ts'
import type { Reach } from '#ports.ts'

type Said = {
  readonly target: Target
  readonly message: Message
  readonly thread?: string | undefined
}

/** How the chat answers the next posts; it keeps what it was told, whatever it answers. */
type Mood =
  | 'well'
  | 'silent'
  | 'deaf'
  | { readonly refuses: string; readonly again: 'never' | number }

/** A chat in memory: `silent` takes a post and says nothing, `deaf` takes none and says nothing. */
export function chat() {
  const said: Said[] = []
  const moods: Mood[] = []
  /** Whatever is posted there is refused so. */
  const closed = new Map<string, string>()
  /** Channels that people of other companies were let into. */
  const open = new Set<string>()
  /** Who has lost what role they had. */
  const roleless = new Set<string>()
  /** What comes of looking who reads there. */
  const unseen = new Map<string, Error>()
  const post: Reach['post'] = async (target, message, { first, thread } = {}): Promise<Posted> => {
    const why = closed.get(target.id)
    if (why !== undefined) return { kind: 'refused', why, again: 'never' }
    if (first && !(await first())) return { kind: 'refused', why: 'not now', again: 0 }
    const mood = moods.shift() ?? 'well'
    if (typeof mood === 'object') return { kind: 'refused', why: mood.refuses, again: mood.again }
    if (mood !== 'deaf') said.push({ target, message, thread })
    return mood === 'well'
      ? { kind: 'sent', ref: `${target.id} ${said.length}` }
      : { kind: 'unknown' }
  }
  const reach: Reach = {
    post,
    edit: async (target, ref, message) => {
      const at = Number(ref.split(' ').at(-1)) - 1
      if (moods.shift() === 'deaf') return { kind: 'unknown' }
      said[at] = { target, message }
      return { kind: 'sent', ref }
    },
    viewer: async ({ platform, workspace, id }) => ({
      kind: 'member',
      platform,
      workspace,
      id,
      standing: 'member',
      admin: !roleless.has(id),
      person: !roleless.has(id),
    }),
    find: async (target) => {
      const gone = unseen.get(target.id)
      if (gone !== undefined) throw gone
      return {
        target,
        place: {
          kind:
            target.kind === 'person'
              ? 'dm'
              : open.has(target.id)
                ? 'shared-channel'
                : 'public-channel',
          channel: target.id,
        },
        name: target.kind === 'person' ? 'your messages' : `#${target.id}`,
      }
    },
  }
  return {
    reach,
    said,
    moods,
    closed,
    open,
    roleless,
    unseen,
    /** What was said somewhere, in words. */
    in: (id: string) =>
      said.filter(({ target }) => target.id === id).map(({ message }) => plainText(message)),
  }
}
