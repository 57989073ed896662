import type { Place } from '#core/access/access.ts'
import { readers } from '#core/access/place.ts'
import type { Fact, Message } from '#core/message/message.ts'

const factsOf = ({ parts }: Message): readonly Fact[] =>
  parts.flatMap((part) => (part.kind === 'facts' ? part.facts : []))

/** What others read in place of one's own numbers: `Spend $4,210 → $4,100`. */
export function changesIn(mine: Message, theirs: Message): readonly string[] {
  const told = new Map(factsOf(theirs).map(({ label, value }) => [label, value]))
  return factsOf(mine).flatMap(({ label, value }) => {
    const other = told.get(label) ?? 'not shown'
    return other === value ? [] : [`${label} ${value} → ${other}`]
  })
}

/** It was posted: who reads it, and what they read that is not what its asker read. */
export function sharedMessage({
  ref,
  place,
  changes,
}: {
  readonly ref: string
  readonly place: Place
  readonly changes: readonly string[]
}): Message {
  const differs =
    changes.length === 0
      ? 'Its numbers are the same as yours.'
      : 'It has the published numbers, which differ from yours:'
  return {
    title: '',
    summary: 'Shared.',
    parts: [
      {
        kind: 'text',
        text: [
          `**Shared.** ${readers(place) ?? ''} ${differs}`,
          ...changes,
          `To take it back, type \`unshare ${ref}\`.`,
        ].join('\n'),
      },
      { kind: 'buttons', buttons: [{ label: 'Take it back', act: { kind: 'unshare', ref } }] },
    ],
  }
}

/** It was not posted, and why. */
export function notSharedMessage(why: string): Message {
  return say('Not shared.', why)
}

export const TAKEN_BACK: Message = say(
  'Taken back.',
  'It is gone from there. Whoever has read it has read it, and a copy somebody made is not ours to take.',
)

export const NOTHING_TO_TAKE_BACK: Message = say(
  'Nothing was taken back.',
  'There is no such answer that you shared and that is still there. An id is kept for seven days.',
)

export const NOTHING_TO_SHARE: Message = say(
  'Nothing was shared.',
  'Ask for numbers first, then press Share under the answer.',
)

function say(what: string, more: string): Message {
  return { title: '', summary: what, parts: [{ kind: 'text', text: `**${what}** ${more}` }] }
}
