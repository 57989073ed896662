import type { InputBlock, PlainTextOption } from '@slack/types'

import type { Choice } from '#core/command/built.ts'

import { plain } from './blocks.ts'
import { cut, OPTION_TEXT } from './limits.ts'

const option = ({ value, label }: Choice): PlainTextOption => ({
  text: plain(cut(label, OPTION_TEXT)),
  value,
})

export type Field = {
  readonly part: string
  readonly label: string
  readonly element: InputBlock['element']
  /** It may not be left out. */
  readonly needed?: true
  /** Slack tells of each change while the form is open. */
  readonly told?: true
}

/** Under a list that is looked up: Slack shows an empty one without any words of ours. */
const TYPE_ON = 'Nothing found in time? Type another letter.'

export const field = ({ part, label, element, needed, told }: Field): InputBlock => ({
  type: 'input',
  block_id: part,
  optional: needed !== true,
  label: plain(label),
  ...(told === true && { dispatch_action: true }),
  ...(element.type === 'external_select' && { hint: plain(TYPE_ON) }),
  element: { ...element, action_id: part },
})

/** One of these; `chosen` stands there when the form opens. */
export function from(
  choices: readonly Choice[],
  placeholder: string,
  chosen?: string,
): InputBlock['element'] {
  const initial = choices.find(({ value }) => value === chosen)
  return {
    type: 'static_select',
    placeholder: plain(placeholder),
    options: choices.map(option),
    ...(initial && { initial_option: option(initial) }),
  }
}

/** What a form holds when it is sent, by block and action. */
export type State = Readonly<
  Record<
    string,
    Readonly<
      Record<
        string,
        {
          readonly selected_option?: { readonly value: string } | null
          readonly selected_date?: string | null
          readonly value?: string | null
        }
      >
    >
  >
>

/** What was chosen or typed, by part; nothing of what was left out. */
export const chosenOf = (
  state: State,
  parts: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    parts.flatMap((part) => {
      const {
        selected_option: chosen,
        selected_date: date,
        value: text,
      } = state[part]?.[part] ?? {}
      const value = chosen?.value ?? date ?? text
      return value ? [[part, value]] : []
    }),
  )
