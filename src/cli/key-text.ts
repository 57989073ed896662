import type { KeyChange } from '#books.ts'
import { counted, grouped } from '#core/message/english.ts'
import { plainText } from '#core/message/plain-text.ts'

/** Who is known under the new key already, and what brings the others in. */
export function seenText({ since, ...change }: KeyChange): string {
  const { people, services, forgotten, assets, lines } = change
  const row = (what: string, { seen, of }: KeyChange['people']) => [
    what,
    grouped(seen),
    grouped(of - seen),
  ]
  return plainText({
    title: 'The key is being changed',
    summary: `Since ${new Date(since).toISOString().slice(0, 10)}, both keys hold.`,
    parts: [
      {
        kind: 'table',
        head: ['', 'Seen', 'Not yet'],
        rows: [
          row('People and logins', people),
          row('Keys and projects', services),
          row('Forgotten people', forgotten),
          row('Prompts, tools and agents', assets),
          ['Lines with ids', '', grouped(lines)],
        ],
      },
      {
        kind: 'text',
        text: 'Whoever comes in with a directory, a sync or an import is seen. See what would be lost now: ai-usage privacy rotate-key finish',
      },
    ],
  })
}

function lost({ people, services, forgotten, assets, lines, days }: KeyChange): string {
  const left = ({ seen, of }: KeyChange['people']) => of - seen
  return [
    `${counted(left(people), 'account of people', 'accounts of people')} not seen: what they used stays in every sum, and nobody can tell whose it is. Who of them comes back is a new person.`,
    `${counted(left(services), 'key or project', 'keys and projects')} and ${counted(left(assets), 'asset')} not seen: likewise.`,
    `${counted(left(forgotten), 'forgotten identifier')} not seen: whoever has one would be counted again if they came back.`,
    `${counted(lines, 'line')} with ids on ${counted(days, 'day of a source', 'days of sources')}: from then on only whole days of these can be imported again.`,
  ]
    .map((line) => `  ${line}\n`)
    .join('')
}

export const wouldFinishText = (change: KeyChange): string =>
  `This would end the change of key:\n${lost(change)}Nothing was changed. End it for good: add --yes.\n`

export const finishedText = (change: KeyChange): string =>
  `The key was changed:\n${lost(change)}Nothing in the store was made with the key before. Leave AI_USAGE_KEY_PREVIOUS out, destroy that key, and let backups made before expire.\n`
