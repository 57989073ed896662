import { noContractFor } from '#core/contract/missing.ts'
import { counted, listed } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { describeDay } from '#core/time/describe.ts'
import { duration } from '#core/time/instant.ts'

import type { Health } from './health.ts'
import { type LateSource, lateSentence } from './late-days.ts'
import type { StreamStatus } from './status.ts'

/** More is a list, not a sentence. */
const MOST_TROUBLES = 5

export const STATES: Readonly<Record<Health['kind'], string>> = {
  ok: 'ok',
  failing: 'failing',
  behind: 'behind',
  never: 'never ran',
  off: 'off',
  'needs-content': 'off',
}

/** `Acme AI / usage` */
export const nameOf = ({ title, stream }: Pick<StreamStatus, 'title' | 'stream'>): string =>
  `${title} / ${stream}`

export const isOn = ({ health: { kind } }: StreamStatus): boolean =>
  kind !== 'off' && kind !== 'needs-content'
export const isTrouble = ({ health: { kind } }: StreamStatus): boolean =>
  kind === 'failing' || kind === 'behind'

/** One sentence on all of it. */
export function statusSentence(all: readonly StreamStatus[]): string {
  const on = all.filter(isOn)
  if (on.length === 0)
    return 'Nothing is collected yet: no connector is set up. `ai-usage connect` says how.'
  const troubles = on.filter(isTrouble)
  const fine = on.filter(({ health }) => health.kind === 'ok').length
  const unpulled = on.length - fine - troubles.length
  const waiting = unpulled === 0 ? '' : `, ${unpulled} not pulled yet`
  if (troubles.length === 0 && fine === on.length)
    return `${fine > 1 ? 'All ' : ''}${counted(fine, 'stream')} of ${connectors(on)} ${well(fine)}.`
  const bad = troubles.length === 0 ? '' : `. In trouble: ${listed(troubles.map(nameOf))}`
  return `${fine} of ${counted(on.length, 'stream')} ${well(on.length === 1 ? 1 : fine)}${waiting}${bad}.`
}

const well = (streams: number): string =>
  streams === 1 ? 'collects as it should' : 'collect as they should'

function connectors(streams: readonly StreamStatus[]): string {
  return counted(new Set(streams.map(({ connector }) => connector)).size, 'connector')
}

type Besides = {
  readonly withoutContract?: readonly string[]
  readonly forwarding?: readonly Part[]
  /** Sources whose latest days usually grow. */
  readonly late?: readonly LateSource[]
}

/**
 * `/ai-usage status`: a sentence, what is in trouble with its fix, a table, how much of the latest days is
 * in, what is off, how forwarding fares, and tools in use that nobody gave a contract for.
 */
export function statusMessage(
  all: readonly StreamStatus[],
  now: number,
  { withoutContract = [], forwarding = [], late = [] }: Besides = {},
): Message {
  const missing = noContractFor(withoutContract)
  const on = all.filter(isOn)
  const summary = statusSentence(all)
  const growing = lateSentence(late)
  const parts: readonly Part[] = [
    { kind: 'text', text: summary },
    ...troubles(on.filter(isTrouble)),
    ...(on.length === 0 ? [] : [table(on, now)]),
    ...(growing === undefined ? [] : [{ kind: 'text', text: growing } satisfies Part]),
    ...off(all),
    ...forwarding,
    ...(missing === undefined ? [] : [{ kind: 'note', text: missing } satisfies Part]),
  ]
  return { title: 'What is collected', summary, parts }
}

function troubles(streams: readonly StreamStatus[]): readonly Part[] {
  const lines = streams
    .slice(0, MOST_TROUBLES)
    .map(
      (stream) =>
        `**${nameOf(stream)}**: ${stream.health.says}.${stream.health.fix === undefined ? '' : ` ${stream.health.fix}`}`,
    )
  const more = streams.length - lines.length
  if (more > 0) lines.push(`And ${more} more: ai-usage status lists them.`)
  return lines.length === 0 ? [] : [{ kind: 'text', text: lines.join('\n') }]
}

function table(streams: readonly StreamStatus[], now: number): Part {
  return {
    kind: 'table',
    head: ['Stream', 'State', 'Data through', 'Last pulled', 'Known after'],
    rows: streams.map((stream) => [
      nameOf(stream),
      STATES[stream.health.kind],
      stream.dataThrough === null ? '–' : describeDay(stream.dataThrough),
      ago(stream.lastSuccess, now),
      stream.knownAfter === null ? '–' : duration(stream.knownAfter),
    ]),
  }
}

export function ago(at: number | null, now: number): string {
  return at === null ? 'never' : `${duration(Math.max(0, now - at))} ago`
}

/** What is off, and what it would need, once per connector and reason. */
function off(all: readonly StreamStatus[]): readonly Part[] {
  const said = new Set(
    all.flatMap((stream) => {
      const { kind, says } = stream.health
      if (kind === 'off') return [`${stream.title} ${says}`]
      return kind === 'needs-content' ? [`${nameOf(stream)} ${says}`] : []
    }),
  )
  return said.size === 0 ? [] : [{ kind: 'note', text: `Not collected: ${[...said].join('; ')}.` }]
}
