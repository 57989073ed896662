import type { Call, DayStream, Pulled, Window } from '#collect.ts'
import type { StreamName, StreamState } from '#collection.ts'
import { SILENT_DAYS } from '#core/signals/timing.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'

import type { Source } from './sync.ts'

/** Another source of the same signals, and how it is asked. */
export type Beside = { readonly stream: DayStream; readonly call: Call }

type Asked = {
  readonly name: StreamName
  readonly stream: DayStream
  readonly sources: readonly (Source & { readonly missing: readonly string[] })[]
  readonly states: readonly StreamState[]
  readonly signal: AbortSignal
}

/**
 * Who else tells a signal that this stream tells: what people did in both is added up before a week is
 * decided on. One that is set up counts from then on; one that brought nothing for eight weeks, though
 * it was asked, was given up.
 */
export function besideOf({ name, stream, sources, states, signal }: Asked): readonly Beside[] {
  const { tells = [] } = stream
  return sources
    .filter(({ missing }) => missing.length === 0)
    .flatMap(({ connector, call }) =>
      connector.streams.flatMap((other): Beside[] => {
        if (other.how !== 'days' || !other.tells?.some((one) => tells.includes(one))) return []
        const [own, its] = [name, { connector: connector.id, stream: other.id }].map(keyOf)
        if (own === its) return []
        const asked = call(signal)
        const state = states.find((one) => keyOf(one) === its)
        return isGivenUp(state, dayAt(asked.now(), 'UTC')) ? [] : [{ stream: other, call: asked }]
      }),
    )
}

const keyOf = ({ connector, stream }: StreamName) => `${connector}/${stream}`

function isGivenUp(state: StreamState | undefined, today: Day): boolean {
  const { pulledThrough = null, failingSince = null } = state ?? {}
  if (failingSince === null) return false
  const last = pulledThrough ?? dayAt(failingSince, 'UTC')
  return addDays(last, SILENT_DAYS) < today
}

/** What the others tell of the same signals in a window, and nothing else of theirs. */
export async function* alsoTold(
  { tells = [] }: DayStream,
  beside: readonly Beside[],
  window: Window,
): AsyncGenerator<Pulled> {
  for (const { stream, call } of beside)
    for await (const { signals = [] } of stream.pull(window, call))
      yield {
        signals: signals.map((one) => ({
          ...one,
          signals: Object.fromEntries(
            Object.entries(one.signals).filter(([id]) => tells.some((told) => told === id)),
          ),
        })),
      }
}
