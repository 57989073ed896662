import type { Connector, Setting, Stream } from '#collect.ts'

type Cells = readonly string[]

const code = (text: string): string => `\`${text}\``
/** A bar would end the cell. */
const cells = (row: Cells): string =>
  `| ${row.map((text) => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')).join(' | ')} |`

function table(head: Cells, rows: readonly Cells[]): string {
  return [cells(head), cells(head.map(() => '---')), ...rows.map(cells)].join('\n')
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n')

/** `docs/connectors.md`: what each connector needs, reads, may call and cannot see. */
export function connectorReference(connectors: readonly Connector[]): string {
  const overview = connectors.map(({ id, title, settings }) => [
    `[${title}](#${anchor(title)})`,
    code(`ai-usage connect ${id}`),
    settings
      .filter(({ needed }) => needed)
      .map(({ name }) => code(name))
      .join(' '),
  ])
  return `# Connectors

A connector is on when the settings it needs are in the environment (${code('NAME')}, or a file in ${code('NAME_FILE')}).
${code('ai-usage connect')} lists them, and with a name it walks through the set-up and tests it. ${code('ai-usage sync')} pulls
now; a running bot pulls each stream when it is due. ${code('ai-usage status')} says how far each is and what is
in trouble; admins are told once when one fails or falls behind what its vendor remembers.

Each makes only the calls listed under its name: any other is refused before a connection opens, and the key
never follows a redirect to another host. Streams that read text are off until an admin consents:
${code('ai-usage consent CONNECTOR/STREAM')}.

${connectors.length === 0 ? 'There are none in this version.' : table(['Source', 'Set up', 'Needs'], overview)}
${connectors.map((connector) => `\n${chapter(connector)}\n`).join('')}
---

To see them all at work without a key of any, run ${code('node bench/collect.ts')}: it syncs every one of them
from a local server of its vendor, and prints what was typed and what came back.

Generated from the connectors in ${code('src/connectors/registry.ts')}. After changing them, run
${code('npx vitest run test/connectors/reference.test.ts --update')}.
`
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(/\s/g, '-')
}

function chapter({ title, recipe, settings, egress, streams }: Connector): string {
  const { steps, keyCould, weOnly, cannotSee, url } = recipe
  const calls = egress.map(({ method, host, path, signed }) => [
    code(`${method} ${path}`),
    code(host),
    signed ? 'a signed link, fetched without the key' : '',
  ])
  return [
    `## ${title}`,
    steps.map((step, at) => `${at + 1}. ${step}`).join('\n'),
    `What the key could do: ${keyCould}\nWhat AI Usage does: ${weOnly}\n[The vendor’s documentation](${url})`,
    settingTable(settings),
    table(['Stream', 'Gives', 'Every', 'Pulled', 'Back to'], streams.map(streamRow)),
    table(['Call', 'Host', 'Note'], calls),
    ...(cannotSee.length === 0 ? [] : [`It cannot see:\n\n${list(cannotSee)}`]),
  ].join('\n\n')
}

function settingTable(settings: readonly Setting[]): string {
  const rows = settings.map(({ name, says, needed, secret, form }) => [
    code(name),
    form === undefined ? says : `${says.replace(/\.$/, '')}. ${form.says}`,
    [needed ? 'needed' : 'optional', ...(secret ? ['secret'] : [])].join(', '),
  ])
  return table(['Setting', 'Meaning', 'Kind'], rows)
}

function streamRow(stream: Stream): Cells {
  const { id, says, content, everyMinutes, historyDays, retentionDays } = stream
  const text = content ? ' **Reads text: off until an admin consents.**' : ''
  const kept = retentionDays === undefined ? '' : `; forgotten after ${retentionDays} days`
  return [
    code(id),
    `${says}${text}`,
    every(everyMinutes),
    how(stream),
    stream.how === 'snapshot' ? 'as it is now' : `${back(historyDays)}${kept}`,
  ]
}

const back = (days: number | null): string => (days === null ? 'not documented' : `${days} days`)

function every(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? 'day' : `${minutes / 1440} days`
  if (minutes % 60 === 0) return minutes === 60 ? 'hour' : `${minutes / 60} hours`
  return `${minutes} minutes`
}

function how(stream: Stream): string {
  switch (stream.how) {
    case 'days':
      return `days of ${stream.bucketZone}, the last ${stream.lateDays + 1} each time`
    case 'cursor':
      return 'on from the last entry'
    case 'snapshot':
      return 'all of it'
  }
}

/** The settings of connectors in docs/settings.md. */
export function connectorSettings(connectors: readonly Connector[]): string {
  const rows = connectors.flatMap(({ title, settings }) =>
    settings.map(({ name, says, needed }) => [
      code(name),
      `${title}: ${says}`,
      needed ? 'none: the connector is off' : 'none',
    ]),
  )
  return table(['Setting', 'Meaning', 'Default'], rows)
}
