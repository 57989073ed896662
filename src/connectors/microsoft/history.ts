import type { Call, CursorStream, Pulled, Refused } from '#collect.ts'
import { startOf } from '#connectors/api/days.ts'
import { isAnswer } from '#connectors/api/fault.ts'
import { measured } from '#connectors/api/measure-child.ts'
import { measuredEvent } from '#connectors/api/measured-event.ts'
import { hashOf } from '#connectors/api/measured.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { UserError } from '#core/errors.ts'

import { type Asking, asking, CALL, DOOR, holders, type Span } from './history-calls.ts'
import { M365_COPILOT } from './tool.ts'

const SOURCE = 'm365-copilot-history'
const WINDOW_MS = 7 * 86_400_000
/** Nobody says how soon an interaction is in the history. */
const OVERLAP_MS = 6 * 3_600_000
/** A page is cut in two until it holds all of its time; nobody asks a hundred things in a second. */
const LEAST_MS = 1000
const MEASURER = new URL('./measure-history.ts', import.meta.url)

const iso = (at: number) => new Date(at).toISOString()

/**
 * Prompts and how long they are, from the history with their text. The pages are read in a child
 * process, which does not say where the next one is: a span with more than a page is asked for in halves.
 */
export const history: CursorStream = {
  how: 'cursor',
  id: 'prompts',
  says: 'Prompts, conversations, apps and how long prompts and replies are.',
  source: SOURCE,
  tools: [M365_COPILOT],
  content: true,
  historyDays: null,
  everyMinutes: 360,
  async *pull({ cursor, since }, call) {
    const mark = Date.parse(cursor ?? startOf(since))
    if (Number.isNaN(mark))
      throw new UserError(
        'The history of Copilot cannot go on from the mark it left',
        'Pull again from a day: ai-usage sync microsoft-copilot-history/prompts --since DATE.',
      )
    const ask = asking(call)
    const refused = refusals()
    const people = await holders(call, refused)
    yield { refused: refused.take(), cursor: iso(mark) }
    const now = call.now()
    let from = cursor === undefined ? mark : mark - OVERLAP_MS
    while (from < now) {
      const to = Math.min(from + WINDOW_MS, now)
      const at = Math.max(from, mark)
      let spans: readonly Span[] = [...people.keys()].map((id) => ({ id, from, to }))
      while (spans.length > 0) {
        const read = spansRead(spans, { ask, call, people })
        let next = await read.next()
        for (; !next.done; next = await read.next()) yield { ...next.value, cursor: iso(at) }
        const halves = next.value.flatMap(halved)
        const crowded = next.value.length - halves.length / 2
        if (crowded > 0) yield { refused: [full(crowded)], cursor: iso(at) }
        spans = halves
      }
      from = to
      yield { cursor: iso(to) }
    }
  },
}

const full = (count: number): Refused => ({
  where: 'interaction history',
  why: 'holds more than a page of one person in a second',
  count,
})

function halved({ id, from, to }: Span): readonly Span[] {
  if (to - from <= LEAST_MS) return []
  const middle = Math.floor((from + to) / 2)
  return [
    { id, from, to: middle },
    { id, from: middle, to },
  ]
}

type Reading = {
  readonly ask: Asking
  readonly call: Call
  readonly people: ReadonlyMap<string, string>
}

/** Gives what the spans hold, and returns those that hold more than a page. */
async function* spansRead(
  spans: readonly Span[],
  { ask, call, people }: Reading,
): AsyncGenerator<Pulled, readonly Span[]> {
  const known = new Map([...people].map(([id, name]) => [hashOf(id), name]))
  const denied = { count: 0, fault: undefined as unknown }
  const partial: Span[] = []
  const pages = measured(ReadableStream.from(pagesOf(spans, ask, denied)), {
    measurer: MEASURER,
    door: DOOR,
    call: CALL,
    now: call.now,
    signal: call.signal,
  })
  for await (const { rows, refused, partial: lines } of pages) {
    partial.push(...lines.flatMap((line) => spans[line] ?? []))
    yield {
      events: rows.map((row) =>
        measuredEvent(row, {
          source: SOURCE,
          tool: M365_COPILOT,
          vendor: 'microsoft',
          call,
          people: known,
        }),
      ),
      refused: refused > 0 ? [unread('is a page in another form than it documents', refused)] : [],
    }
  }
  if (denied.count > 0 && denied.count === spans.length) throw denied.fault
  if (denied.count > 0) yield { refused: [unread('is not given of a person', denied.count)] }
  return partial
}

const unread = (why: string, count: number): Refused => ({
  where: 'interaction history',
  why,
  count,
})

/** Of somebody it has no history of, Microsoft answers as it does to who may read none at all. */
async function* pagesOf(
  spans: readonly Span[],
  ask: Asking,
  denied: { count: number; fault: unknown },
): AsyncGenerator<Uint8Array> {
  const text = new TextEncoder()
  for (const span of spans) {
    let body: ReadableStream<Uint8Array> | undefined
    try {
      body = await ask(span)
    } catch (error) {
      if (!isAnswer(error, 403, 404)) throw error
      denied.count += 1
      denied.fault = error
    }
    if (body) yield* body
    else yield text.encode('{"value":[]}')
    yield text.encode('\n')
  }
}
