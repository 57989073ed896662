import { isOn, isTrouble, nameOf } from '#core/collect/status-message.ts'
import type { StreamStatus } from '#core/collect/status.ts'
import { counted, listed } from '#core/message/english.ts'
import type { Message } from '#core/message/message.ts'
import type { Claims, Clock, Log, Memory, TellAdmins } from '#ports.ts'

import { begin, done, forget, type Spot, tagOf, tellingOf, type Told, toldOf } from './tell-once.ts'

export type AlertPorts = {
  readonly claims: Claims
  readonly memory: Memory
  readonly tell: TellAdmins
  readonly clock: Clock
  readonly log: Log
}

/** Where what was told is remembered: beside the facts of chat workspaces, under a name none has. */
const HERE = 'collect'
/** `episode`: `failing 1732190400000`, or '' for the end of what was told last. */
type News = {
  readonly stream: StreamStatus
  readonly spot: Spot
  readonly episode: string
  readonly told: Told
  /** Names the news: nobody hears of the same twice. */
  readonly tag: string
  readonly at: number
}

/** What a message says of so many. */
export type Words = {
  readonly trouble: (count: number) => string
  readonly well: (count: number) => string
  /** Of each that is well again. */
  readonly again: string
}

const OF_STREAMS: Words = {
  trouble: (count) => `${counted(count, 'stream')} of usage in trouble`,
  well: (count) => `${counted(count, 'stream')} of usage well again`,
  again: 'collects again; nothing is left to do.',
}

/**
 * Tells the admins once when a stream gets into trouble, and once when it is well again, whichever
 * replica sees it first. What reached nobody is told again the next time; what a process that died did
 * not come to tell is told by the next, to whom it had not told it.
 */
export async function alertHealth(
  all: readonly StreamStatus[],
  ports: AlertPorts,
  words = OF_STREAMS,
): Promise<void> {
  const news: News[] = []
  for (const stream of all) news.push(...(await newsOf(stream, ports)))
  const [well = [], bad = []] = [true, false].map((over) =>
    news.filter(({ episode }) => (episode === '') === over),
  )
  // What was once told together is told together again.
  for (const round of Map.groupBy(bad, ({ at }) => at).values())
    await tell(round, troubleMessage(words), ports)
  for (const round of Map.groupBy(well, ({ at }) => at).values())
    await tell(round, wellMessage(words), ports)
}

async function newsOf(stream: StreamStatus, ports: AlertPorts): Promise<readonly News[]> {
  const spot = { in: HERE, key: `health ${stream.connector}/${stream.stream}` }
  const told = await toldOf(spot, ports)
  const begun = (await tellingOf(spot, ports))?.what ?? ''
  const before = told.what || (begun.startsWith(WELL) ? begun.slice(WELL.length) : begun)
  const episode = episodeOf(stream, told, before)
  if (episode === undefined) return []
  if (episode === '' && !isOn(stream)) {
    await forget(spot, ports)
    return []
  }
  const tag = tagOf(episode === '' ? `${WELL}${before}` : episode, told)
  const { at, claim } = await begin(spot, tag, ports)
  return (await claim()) ? [{ stream, spot, episode, told, tag, at }] : []
}

const WELL = 'well after '

/** What there is to tell: a new trouble, '' for the end of one that was told, or nothing. */
function episodeOf(stream: StreamStatus, told: Told, before: string): string | undefined {
  const { kind, since = '' } = stream.health
  if (isTrouble(stream)) {
    const now = `${kind} ${since}`
    if (told.tries === 0 && told.what === now) return undefined
    // One that crawls is behind day after day: that is one trouble.
    const same = told.tries === 0 && kind === 'behind' && told.what.startsWith('behind ')
    return same ? undefined : now
  }
  const over = kind === 'ok' || !isOn(stream)
  return over && before !== '' ? '' : undefined
}

async function tell(
  news: readonly News[],
  message: (streams: readonly StreamStatus[]) => Message,
  { memory, claims, log, ...ports }: AlertPorts,
): Promise<void> {
  const said = message(news.map(({ stream }) => stream))
  const reached = await ports.tell(said, async (reader) => {
    const firsts = await Promise.all(
      news.map(({ spot, tag }) => claims.claim(`for-good:${spot.key}:${tag} to ${reader}`)),
    )
    return firsts.every(Boolean)
  })
  if (reached === 0) log.warn({ streams: news.length }, 'Nobody could be told how connectors fare')
  for (const { spot, episode, told } of news) {
    const what = episode === '' && reached === 0 ? told.what : episode
    await done(spot, { what, tries: told.tries }, { reached: reached > 0, memory })
  }
}

const MOST_LINES = 10

function message(
  title: string,
  streams: readonly StreamStatus[],
  lines: readonly string[],
): Message {
  const more = lines.length - MOST_LINES
  const shown = more > 0 ? [...lines.slice(0, MOST_LINES), `And ${more} more.`] : lines
  return {
    title,
    summary: `${title}: ${listed(streams.map(nameOf))}.`,
    parts: [
      { kind: 'text', text: shown.join('\n') },
      { kind: 'buttons', buttons: [{ label: 'Status', act: { kind: 'ask', command: 'status' } }] },
    ],
  }
}

type Compose = (streams: readonly StreamStatus[]) => Message

const troubleMessage =
  (words: Words): Compose =>
  (streams) =>
    message(
      words.trouble(streams.length),
      streams,
      streams.map((stream) => {
        const { says, fix } = stream.health
        return `**${nameOf(stream)}**: ${says}.${fix === undefined ? '' : ` ${fix}`}`
      }),
    )

const wellMessage =
  (words: Words): Compose =>
  (streams) =>
    message(
      words.well(streams.length),
      streams,
      streams.map((stream) => `**${nameOf(stream)}** ${words.again}`),
    )
