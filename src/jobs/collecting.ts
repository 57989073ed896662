import type { Stream } from '#collect.ts'
import type { StreamName } from '#collection.ts'
import type { PullReport, SyncProgress } from '#core/collect/outcome.ts'
import type { StreamStatus } from '#core/collect/status.ts'
import { nearest } from '#core/command/nearest.ts'
import { UserError } from '#core/errors.ts'
import { type Day, dayAt } from '#core/time/day.ts'
import type { Audit, LockWatch } from '#ports.ts'

import { refuseLocked } from './lock-down.ts'
import { receivedStatuses } from './received-status.ts'
import { streamStatuses, type Wanted } from './status.ts'
import { same, type Source, sync, type SyncPorts } from './sync.ts'

/** Every connector there is, and what a pull of each is given. */
export type CollectPorts = SyncPorts & {
  readonly sources: readonly (Source & Wanted)[]
  /** Whether OTLP is received here. */
  readonly listens: boolean
  readonly audit: Audit
  readonly lock: LockWatch
}

export type PullRequest = {
  /** `openai` or `openai/usage`; everything that is on, without it. */
  readonly target?: string
  readonly since?: Day
  /** Only these streams, which are directories: whatever they move was agreed to. */
  readonly approved?: (stream: Stream) => boolean
  readonly signal: AbortSignal
  readonly onProgress?: (progress: SyncProgress) => void
  readonly onRebuild?: (done: number, of: number) => void
}

/** What runs from the command line leaves in the audit trail. */
const OPERATOR = { viewer: 'operator', place: 'command line' } as const

/**
 * Pulls what is asked for now, and counts the changed days again. One audit row.
 * @throws UserError when there is no such connector or stream, or it is off
 */
export async function pullNow(request: PullRequest, ports: CollectPorts): Promise<PullReport> {
  const { target, since, approved, signal, onProgress, onRebuild } = request
  const { collection, clock, audit, lock } = ports
  refuseLocked(lock)
  if (since !== undefined && since >= dayAt(clock.now(), 'UTC'))
    throw new UserError(`--since ${since} is not over yet`, 'Name a day before today.')
  const all = await jobsOf(target, ports)
  const jobs = approved
    ? all.map((job) => ({ ...job, streams: job.streams.filter(approved) }))
    : all
  const outcomes = await sync(
    {
      jobs,
      signal: AbortSignal.any([signal, lock.signal()]),
      ...(since !== undefined && { since }),
      ...(approved && { approved: true }),
      ...(onProgress && { onProgress }),
    },
    ports,
  )
  const { days } = await collection.rebuild(onRebuild)
  const failed = outcomes.filter(({ result }) => result !== 'pulled').length
  await audit.record({
    ...OPERATOR,
    at: clock.now(),
    action: approved ? 'people' : 'sync',
    command: approved
      ? `people apply-directory ${target}`
      : ['sync', target, since && `--since ${since}`].filter(Boolean).join(' '),
    outcome: failed === 0 ? 'done' : 'failed',
    detail: { streams: outcomes.length, failed, days },
  })
  return { outcomes, days }
}

type Jobs = Parameters<typeof sync>[0]['jobs']

async function jobsOf(target: string | undefined, ports: CollectPorts): Promise<Jobs> {
  const consents = await ports.collection.consents()
  const mayRead = (source: Source, stream: Stream) =>
    stream.content !== true ||
    consents.some((it) => same(it, { connector: source.connector.id, stream: stream.id }))
  if (target === undefined) {
    const on = ports.sources.filter(({ missing }) => missing.length === 0)
    if (on.length === 0)
      throw new UserError('No connector is set up', 'See how to: ai-usage connect')
    return on.map((source) => ({
      source,
      streams: source.connector.streams.filter((stream) => mayRead(source, stream)),
    }))
  }
  const { source, stream } = found(target, ports.sources)
  const { id, title } = source.connector
  if (source.missing.length > 0)
    throw new UserError(
      `${title} is off: it needs ${source.missing.join(', ')}`,
      `Walk through its set-up: ai-usage connect ${id}`,
    )
  if (stream && !mayRead(source, stream))
    throw new UserError(
      `${id}/${stream.id} reads text to measure it, and nobody consented to that`,
      `If it is wanted: ai-usage consent ${id}/${stream.id}`,
    )
  const streams = stream ? [stream] : source.connector.streams
  return [{ source, streams: streams.filter((it) => mayRead(source, it)) }]
}

/** The connector, and the stream where one is named. @throws UserError with the nearest right name */
export function found<Known extends Wanted>(
  target: string,
  sources: readonly Known[],
): { readonly source: Known; readonly stream: Stream | undefined } {
  const [id = '', name, ...more] = target.toLowerCase().split('/')
  const source = sources.find(({ connector }) => connector.id === id)
  if (!source) {
    const ids = sources.map(({ connector }) => connector.id)
    throw unknown(`There is no connector '${id}'`, id, ids)
  }
  if (name === undefined) return { source, stream: undefined }
  const { streams } = source.connector
  const stream = more.length === 0 ? streams.find((it) => it.id === name) : undefined
  if (stream) return { source, stream }
  const ids = streams.map((it) => `${id}/${it.id}`)
  throw unknown(
    `${source.connector.title} has no stream '${[name, ...more].join('/')}'`,
    target,
    ids,
  )
}

function unknown(what: string, typed: string, names: readonly string[]): UserError {
  const [near] = nearest(typed, names, 1)
  const all = names.length === 0 ? 'There are none.' : `There are: ${names.join(', ')}.`
  return new UserError(what, near === undefined ? all : `Did you mean ${near}?`)
}

export async function statuses({
  sources,
  collection,
  clock,
  listens,
}: Pick<CollectPorts, 'sources' | 'collection' | 'clock' | 'listens'>): Promise<
  readonly StreamStatus[]
> {
  return [
    ...(await streamStatuses(sources, collection, clock.now())),
    ...(await receivedStatuses(collection, listens)),
  ]
}

/**
 * Consent to a stream that reads text, by an admin who types its connector's name; one audit row,
 * also when the name was not right.
 * @throws UserError when the stream reads no text, or another name was typed
 */
export async function consentTo(
  target: string,
  { typed, by }: { readonly typed: string; readonly by: string },
  ports: Pick<CollectPorts, 'sources' | 'collection' | 'clock' | 'audit'>,
): Promise<StreamName> {
  const name = contentStream(target, ports)
  const right = typed.trim().toLowerCase() === name.connector
  const at = ports.clock.now()
  if (right) await ports.collection.consent(name, by, at)
  await recordConsent(`consent ${target}`, right, { at, by, ...ports })
  if (right) return name
  throw new UserError(
    `'${typed.trim()}' is not ${name.connector}, so nothing was consented to`,
    `Type the connector's name: ${name.connector}`,
  )
}

/** Takes consent back: nothing more is read; what was measured stays. */
export async function withdrawConsent(
  target: string,
  by: string,
  ports: Pick<CollectPorts, 'sources' | 'collection' | 'clock' | 'audit'>,
): Promise<StreamName> {
  const name = contentStream(target, ports)
  const at = ports.clock.now()
  await ports.collection.withdraw(name, at)
  await recordConsent(`consent withdraw ${target}`, true, { at, by, ...ports })
  return name
}

/** @throws UserError when the stream reads no text */
export function contentStream(
  target: string,
  { sources }: Pick<CollectPorts, 'sources'>,
): StreamName {
  const { source, stream } = found(target, sources)
  const { id, streams } = source.connector
  const texts = streams.filter(({ content }) => content).map((it) => `${id}/${it.id}`)
  if (stream?.content !== true)
    throw new UserError(
      stream ? `${id}/${stream.id} reads no text` : `'${target}' names no stream`,
      texts.length === 0
        ? `No stream of ${id} needs consent.`
        : `Those that need consent: ${texts.join(', ')}.`,
    )
  return { connector: id, stream: stream.id }
}

type Consented = { readonly at: number; readonly by: string; readonly audit: Audit }

const recordConsent = (command: string, done: boolean, { at, by, audit }: Consented) =>
  audit.record({
    at,
    viewer: by,
    place: 'command line',
    action: 'consent',
    command,
    outcome: done ? 'done' : 'refused',
    detail: {},
  })
