import { isOn, isTrouble, nameOf } from '#core/collect/status-message.ts'
import type { StreamStatus } from '#core/collect/status.ts'
import { counted, listed } from '#core/message/english.ts'
import type { Message } from '#core/message/message.ts'
import type { Claims, Log, Memory, TellAdmins } from '#ports.ts'

export type AlertPorts = {
  readonly claims: Claims
  readonly memory: Memory
  readonly tell: TellAdmins
  readonly log: Log
}

/** Where what was told is remembered: beside the facts of chat workspaces, under a name none has. */
const HERE = 'collect'

/** What was last told of a stream: `failing 1732190400000`; after a try that reached nobody, `?2 failing …`. */
type Told = { readonly episode: string; readonly tries: number }

type News = {
  readonly stream: StreamStatus
  readonly key: string
  readonly episode: string
  readonly told: Told
}

/**
 * Tells the admins once when a stream gets into trouble, and once when it is well again, whichever
 * replica sees it first. What reached nobody is told again the next time.
 */
export async function alertHealth(all: readonly StreamStatus[], ports: AlertPorts): Promise<void> {
  const bad: News[] = []
  const well: News[] = []
  for (const stream of all) {
    const key = `health ${stream.connector}/${stream.stream}`
    const told = read(await ports.memory.get(HERE, key))
    const episode = episodeOf(stream, told)
    if (episode === undefined) continue
    const claim = `for-good:${key}:${episode === '' ? `well after ${told.episode}` : episode}:${told.tries}`
    if (!(await ports.claims.claim(claim))) continue
    if (episode === '' && !isOn(stream)) await ports.memory.set(HERE, key, '')
    else (episode === '' ? well : bad).push({ stream, key, episode, told })
  }
  await tell(bad, troubleMessage, ports)
  await tell(well, wellMessage, ports)
}

/** What there is to tell: a new trouble, '' for the end of one that was told, or nothing. */
function episodeOf(stream: StreamStatus, told: Told): string | undefined {
  const { kind, since = '' } = stream.health
  if (isTrouble(stream)) {
    const now = `${kind} ${since}`
    if (told.tries === 0 && told.episode === now) return undefined
    // One that crawls is behind day after day: that is one trouble.
    const same = told.tries === 0 && kind === 'behind' && told.episode.startsWith('behind ')
    return same ? undefined : now
  }
  const over = kind === 'ok' || !isOn(stream)
  return over && told.episode !== '' ? '' : undefined
}

async function tell(
  news: readonly News[],
  message: (streams: readonly StreamStatus[]) => Message,
  { memory, log, ...ports }: AlertPorts,
): Promise<void> {
  if (news.length === 0) return
  const said = message(news.map(({ stream }) => stream))
  const reached = await ports.tell(said)
  if (reached === 0) log.warn({ streams: news.length }, 'Nobody could be told how connectors fare')
  for (const { key, episode, told } of news) {
    const kept = episode === '' && reached === 0 ? told.episode : episode
    await memory.set(HERE, key, reached === 0 ? `?${told.tries + 1} ${kept}` : kept)
  }
}

function read(value = ''): Told {
  const [, tries, episode] = /^\?(\d+) (.*)$/.exec(value) ?? []
  return tries === undefined || episode === undefined
    ? { episode: value, tries: 0 }
    : { episode, tries: Number(tries) }
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

function troubleMessage(streams: readonly StreamStatus[]): Message {
  const title = `${counted(streams.length, 'stream')} of usage in trouble`
  return message(
    title,
    streams,
    streams.map((stream) => {
      const { says, fix } = stream.health
      return `**${nameOf(stream)}**: ${says}.${fix === undefined ? '' : ` ${fix}`}`
    }),
  )
}

function wellMessage(streams: readonly StreamStatus[]): Message {
  const title = `${counted(streams.length, 'stream')} of usage well again`
  return message(
    title,
    streams,
    streams.map((stream) => `**${nameOf(stream)}** collects again; nothing is left to do.`),
  )
}
