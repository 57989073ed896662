import { type DigestFacts, FOLLOWED, last } from '#core/digest/facts.ts'
import { type Restated, restatedSince } from '#core/digest/restated.ts'
import type { Message } from '#core/message/message.ts'
import { describeDay } from '#core/time/describe.ts'

import { beginning } from './audit-desk.ts'
import type { Reads } from './outcome.ts'

/** Digests go out in the morning. */
const DUE_MS = 9 * 3_600_000

/** What became known of a week since its digest was due; undefined where that is not kept. */
export async function restatedOf(
  { asOf, week, whole: { values }, ahead }: DigestFacts,
  zone: string,
  { digests }: Pick<Reads, 'digests'>,
): Promise<Restated | undefined> {
  const seen = (await digests?.arrivals?.(asOf)) ?? []
  if (!ahead || seen.length === 0) return undefined
  return restatedSince(seen, {
    week,
    at: beginning(asOf, zone) + DUE_MS,
    tools: ahead.tools,
    now: { spend: last(values.spend), messages: last(values.messages) },
  })
}

/** Before anything is known there is no digest, and nothing to wait for. */
export function noSuchWeek({ whole: { values }, week }: DigestFacts) {
  const known = FOLLOWED.some((metric) => values[metric].some((value) => value !== null))
  if (known) return undefined
  const summary = `Nothing is known of the week of ${describeDay(week.from)}, or of the weeks before it.`
  return {
    title: 'No digest of that week',
    summary,
    parts: [
      {
        kind: 'text',
        text: `${summary} What is known of each tool, and through which day: \`status\`.`,
      },
      {
        kind: 'buttons',
        buttons: ['digest', 'status'].map((command) => ({
          label: command,
          act: { kind: 'ask', command },
        })),
      },
    ],
  } satisfies Message
}
