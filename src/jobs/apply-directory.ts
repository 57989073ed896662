import type { Stream } from '#collect.ts'
import type { PullReport } from '#core/collect/outcome.ts'
import { nameOf } from '#core/collect/status-message.ts'
import { UserError } from '#core/errors.ts'

import { type CollectPorts, found, pullNow, type PullRequest } from './collecting.ts'
import { same } from './sync.ts'

/** Of a directory that is held: what it would do, and since when. */
export type HeldDirectory = {
  /** `Microsoft 365 / people` */
  readonly name: string
  readonly what: string
  /** Epoch milliseconds. */
  readonly since: number
}

/** A snapshot that speaks of no tool speaks of people. */
const ofPeople = ({ how, tools }: Stream): boolean => how === 'snapshot' && tools.length === 0

/**
 * What the connector's directories were last refused for.
 * @throws UserError when there is no such connector, or it lists no people
 */
export async function heldDirectories(
  target: string,
  { sources, collection }: Pick<CollectPorts, 'sources' | 'collection'>,
): Promise<readonly HeldDirectory[]> {
  const { connector, streams } = directoriesOf(target, sources)
  const states = await collection.states()
  return streams.flatMap((stream) => {
    const state = states.find((it) => same(it, { connector: connector.id, stream: stream.id }))
    if (!state?.fault || state.failingSince === null) return []
    const name = nameOf({ title: connector.title, stream: stream.id })
    return [{ name, what: state.fault.what, since: state.failingSince }]
  })
}

/** Pulls the connector's directories anew, and applies them whatever they move. One audit row. */
export function applyDirectories(
  target: string,
  { signal }: Pick<PullRequest, 'signal'>,
  ports: CollectPorts,
): Promise<PullReport> {
  const { connector, streams } = directoriesOf(target, ports.sources)
  const only = (stream: Stream) => streams.includes(stream)
  return pullNow({ target: connector.id, signal, approved: only }, ports)
}

function directoriesOf(target: string, sources: CollectPorts['sources']) {
  const { source, stream } = found(target, sources)
  const { connector } = source
  const streams = (stream ? [stream] : connector.streams).filter(ofPeople)
  if (streams.length > 0) return { connector, streams }
  const ids = sources.flatMap((it) =>
    it.connector.streams.some(ofPeople) ? [it.connector.id] : [],
  )
  throw new UserError(
    `${connector.title} lists no people`,
    ids.length === 0 ? 'No connector does.' : `Those that do: ${ids.join(', ')}.`,
  )
}
