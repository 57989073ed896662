import { isOn, isTrouble, nameOf } from '#core/collect/status-message.ts'
import type { StreamStatus } from '#core/collect/status.ts'
import { counted, listed } from '#core/message/english.ts'
import type { Message } from '#core/message/message.ts'
import type { Claims, Clock, Log, Memory, TellAdmins } from '#ports.ts'

export type AlertPorts = {
  readonly claims: Claims
  readonly memory: Memory
  readonly tell: TellAdmins
  readonly clock: Clock
  readonly log: Log
}

/** Where what was told is remembered: beside the facts of chat workspaces, under a name none has. */
const HERE = 'collect'
/** Who took it on to tell the admins and has not said for so long that it is done, has died. */
const TURN_MS = 2 * 60_000

/** What was last told of a stream: `failing 1732190400000`; after a try that reached nobody, `?2 failing …`. */
type Told = { readonly episode: string; readonly tries: number }

/** What is being told, as it was written down before anyone was: `1732190400000 failing …:0`. */
type Begun = { readonly at: number; readonly tag: string; readonly episode: string }

type News = {
  readonly stream: StreamStatus
  readonly key: string
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

async function newsOf(
  stream: StreamStatus,
  { memory, claims, clock }: AlertPorts,
): Promise<readonly News[]> {
  const key = `health ${stream.connector}/${stream.stream}`
  const told = read(await memory.get(HERE, key))
  const begun = readBegun(await memory.get(HERE, telling(key)))
  const before = told.episode || (begun?.episode ?? '')
  const episode = episodeOf(stream, told, before)
  if (episode === undefined) return []
  if (episode === '' && !isOn(stream)) {
    await memory.set(HERE, key, '')
    await memory.set(HERE, telling(key), '')
    return []
  }
  const tag = `${episode === '' ? `${WELL}${before}` : episode}:${told.tries}`
  const now = clock.now()
  const at = begun?.tag === tag ? begun.at : now
  if (begun?.tag !== tag) await memory.set(HERE, telling(key), `${at} ${tag}`)
  const turn = Math.floor((now - at) / TURN_MS)
  const mine = await claims.claim(`for-good:${key}:${tag}${turn === 0 ? '' : `:${turn}`}`)
  return mine ? [{ stream, key, episode, told, tag, at }] : []
}

const telling = (key: string) => `telling ${key}`
const WELL = 'well after '

/** What there is to tell: a new trouble, '' for the end of one that was told, or nothing. */
function episodeOf(stream: StreamStatus, told: Told, before: string): string | undefined {
  const { kind, since = '' } = stream.health
  if (isTrouble(stream)) {
    const now = `${kind} ${since}`
    if (told.tries === 0 && told.episode === now) return undefined
    // One that crawls is behind day after day: that is one trouble.
    const same = told.tries === 0 && kind === 'behind' && told.episode.startsWith('behind ')
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
      news.map(({ key, tag }) => claims.claim(`for-good:${key}:${tag} to ${reader}`)),
    )
    return firsts.every(Boolean)
  })
  if (reached === 0) log.warn({ streams: news.length }, 'Nobody could be told how connectors fare')
  for (const { key, episode, told } of news) {
    const kept = episode === '' && reached === 0 ? told.episode : episode
    await memory.set(HERE, key, reached === 0 ? `?${told.tries + 1} ${kept}` : kept)
    await memory.set(HERE, telling(key), '')
  }
}

function read(value = ''): Told {
  const [, tries, episode] = /^\?(\d+) (.*)$/.exec(value) ?? []
  return tries === undefined || episode === undefined
    ? { episode: value, tries: 0 }
    : { episode, tries: Number(tries) }
}

function readBegun(value = ''): Begun | undefined {
  const [, at, tag, news = ''] = /^(\d+) ((.*):\d+)$/.exec(value) ?? []
  if (at === undefined || tag === undefined) return undefined
  const episode = news.startsWith(WELL) ? news.slice(WELL.length) : news
  return { at: Number(at), tag, episode }
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
