import { formatDigest } from '#core/command/digest-words.ts'
import { format } from '#core/command/format.ts'
import type { Button } from '#core/message/message.ts'

import type { DigestFacts } from './facts.ts'

/** The same digest each week, to whoever presses it; the answer says when it comes and how to end it. */
export function everyMonday({ whole: { path } }: Pick<DigestFacts, 'whole'>): Button {
  const what = formatDigest({ kind: 'digest', ...(path !== null && { team: path }) })
  const command = format({ kind: 'subscribe', what, cadence: 'weekly monday 09:00', to: [] })
  return { label: 'Every Monday, to me', act: { kind: 'ask', command } }
}
