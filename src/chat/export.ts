import type { Command } from '#core/command/command.ts'
import { parse } from '#core/command/parse.ts'
import type { Message } from '#core/message/message.ts'
import type { Answers } from '#ports.ts'

/** What has a file; of all else it would do what the command does. */
const IN_FILES: ReadonlySet<Command['kind'] | 'misread'> = new Set([
  'ask',
  'me',
  'governance',
  'signals',
  'misread',
])

const ID = /^#?(?<ref>[a-z0-9]{4,12})$/iu

type Ways<Made> = {
  readonly answers: Pick<Answers, 'find' | 'last'>
  /** Who typed it, as answers name their viewer. */
  readonly mine: string
  readonly give: (command: string) => Promise<Made>
}

/** What was typed of exporting: the file of a question, of an answer by its id, or of the last answer. */
export async function typedExport<Made>(
  what: string,
  { answers, mine, give }: Ways<Made>,
): Promise<Made | { readonly message: Message }> {
  const command = parse(what)
  const { ref } = (command.kind === 'misread' && ID.exec(what)?.groups) || {}
  if (what !== '' && ref === undefined)
    return IN_FILES.has(command.kind) ? give(what) : { message: NO_FILE }
  const found = ref === undefined ? await answers.last(mine) : await answers.find(ref.toLowerCase())
  if (found?.viewer === mine) return give(found.command)
  // A word that is no answer's id may be a question that was mistyped: it says how to write it.
  return ref === undefined ? { message: NOTHING_TO_EXPORT } : give(what)
}

const saying = (summary: string, fix: string): Message => ({
  title: '',
  summary,
  parts: [
    { kind: 'text', text: `**${summary}** ${fix}` },
    { kind: 'buttons', buttons: [{ label: '30d', act: { kind: 'ask', command: '30d' } }] },
  ],
})

const NOTHING_TO_EXPORT = saying(
  'There is no answer of yours to export.',
  'Ask for numbers first, or name them: `export by:team 30d`.',
)
const NO_FILE = saying('Of that there is no file.', 'Export numbers: `export by:team 30d`.')
