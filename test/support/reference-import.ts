import type { RawEvent } from './reference.ts'

const dayOf = (event: RawEvent) => `${event.source} ${event.day}`
const idOf = (event: RawEvent) => (event.id === null ? undefined : `${event.source} ${event.id}`)
const output = (event: RawEvent) => event.outputTokens ?? -1
const total = (event: RawEvent) =>
  (event.inputTokens ?? 0) +
  (event.cacheReadTokens ?? 0) +
  (event.cacheWriteTokens ?? 0) +
  (event.outputTokens ?? 0)

/** What an import leaves of the lines that were there: see docs on ids and whole days. */
export function imported(
  before: readonly RawEvent[],
  batch: readonly RawEvent[],
  replace: boolean,
): readonly RawEvent[] {
  const whole = new Set((replace ? batch : batch.filter(({ id }) => id === null)).map(dayOf))
  const best = new Map<string, RawEvent>()
  for (const event of batch) {
    const id = idOf(event)
    if (id === undefined) continue
    const rival = best.get(id)
    if (!rival || isBetter(event, rival)) best.set(id, event)
  }
  const kept = before.filter((event) => {
    const id = idOf(event)
    return !whole.has(dayOf(event)) && (id === undefined || !best.has(id))
  })
  return [...kept, ...batch.filter(({ id }) => id === null), ...best.values()]
}

/** Of several states of one line, the fullest; then the latest. */
function isBetter(a: RawEvent, b: RawEvent): boolean {
  if (output(a) !== output(b)) return output(a) > output(b)
  if (total(a) !== total(b)) return total(a) > total(b)
  if (a.atMicros !== b.atMicros) return a.atMicros > b.atMicros
  return a.digest > b.digest
}
