import { echo } from '#core/command/echo.ts'
import { formatSaved } from '#core/command/saved.ts'
import type { Button, Message, Part } from '#core/message/message.ts'

/** A saved question as someone reads it. */
export type Listed = {
  readonly name: string
  readonly what: string
  readonly shared: boolean
  /** Theirs to rename and remove. */
  readonly own: boolean
}

/** With more, their buttons would fill the phone; they are typed then. */
const MOST_WITH_BUTTONS = 10
const LONGEST_LABEL = 40

/** A button that asks it. */
export function savedButton({ name }: Pick<Listed, 'name'>): Button {
  const letters = Array.from(name)
  const label =
    letters.length > LONGEST_LABEL ? `${letters.slice(0, LONGEST_LABEL - 1).join('')}…` : name
  return {
    label,
    act: { kind: 'ask', command: formatSaved({ kind: 'saved', act: 'ask', name }) },
  }
}

const line = ({ name, what, shared, own }: Listed): string =>
  `${echo(name)} ${echo(what)}${own ? (shared ? ' · shared' : '') : ' · shared by an admin'}`

function listPart(all: readonly Listed[], head: string): readonly Part[] {
  if (all.length === 0) return []
  const buttons = all.slice(0, MOST_WITH_BUTTONS).map(savedButton)
  return [
    { kind: 'text', text: [`**${head}**`, ...all.map(line)].join('\n') },
    { kind: 'buttons', buttons },
  ]
}

/** What someone may ask by a name. */
export function savedMessage(all: readonly Listed[]): Message {
  const [own, others] = [all.filter((one) => one.own), all.filter((one) => !one.own)]
  const title = 'Saved questions'
  if (all.length === 0)
    return {
      title,
      summary: 'You have no saved questions yet.',
      parts: [
        {
          kind: 'text',
          text: 'Ask something, then type `save "Monday numbers"`; or both at once: `save "Monday numbers" team:eng 30d`.',
        },
      ],
    }
  const many = all.length === 1 ? '1 saved question' : `${all.length} saved questions`
  return {
    title,
    summary: `${many}. Each is asked anew, with your rights, when you press it.`,
    parts: [
      ...listPart(own, 'Yours'),
      ...listPart(others, 'For everyone'),
      ...(own.length === 0
        ? []
        : [
            {
              kind: 'note',
              text: 'Change one: `saved rename "old" "new"`, `saved remove "name"`.',
            } as const,
          ]),
    ],
  }
}

/** One question, after something was done with it. */
export function savedChanged(says: string, one: Listed | undefined): Message {
  const all: Button = { label: 'Saved questions', act: { kind: 'ask', command: 'saved' } }
  return {
    title: 'Saved questions',
    summary: says,
    parts: [
      { kind: 'text', text: one ? `${says}\n${line(one)}` : says },
      { kind: 'buttons', buttons: [...(one ? [savedButton(one)] : []), all] },
    ],
  }
}
