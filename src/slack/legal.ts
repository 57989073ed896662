import type { Button, TableBlock } from '@slack/types'

import type {
  Actions,
  Context,
  Fields,
  Mrkdwn,
  Paragraph,
  Plain,
  SlackBlock,
  Spoken,
} from './blocks.ts'
import {
  ACTIONS_ELEMENTS,
  ALT_TEXT,
  BUTTON_TEXT,
  BUTTON_VALUE,
  CONTEXT_ELEMENTS,
  cut,
  FIELD_TEXT,
  FIELDS_PER_SECTION,
  HEADER_TEXT,
  pieces,
  SECTION_TEXT,
  TABLE_COLUMNS,
  TABLE_ROWS,
} from './limits.ts'

/** Hears in words what could not stay: "43 rows of the table". */
export type Note = (what: string) => void

export const count = (many: number, one: string): string => `${many} ${one}${many === 1 ? '' : 's'}`

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  )
}

const shortField = (field: Mrkdwn): Mrkdwn => ({ ...field, text: cut(field.text, FIELD_TEXT) })

function fields(block: Fields): SlackBlock[] {
  return chunks(block.fields.map(shortField), FIELDS_PER_SECTION).map((fields) => ({
    type: 'section',
    fields,
  }))
}

/** No name in Slack is longer. */
const MOST_NAME = 80

// A long paragraph becomes several, each as long as a section may be.
function paragraphs(block: Paragraph): SlackBlock[] {
  const found: Spoken[][] = []
  let room = 0
  for (const element of block.elements.flatMap(({ elements }) => elements)) {
    const all: readonly Spoken[] =
      element.type === 'user'
        ? [element]
        : pieces(element.text, SECTION_TEXT).map((text) => ({ ...element, text }))
    for (const one of all) {
      const length = one.type === 'user' ? MOST_NAME : one.text.length
      if (length > room) {
        found.push([])
        room = SECTION_TEXT
      }
      found.at(-1)?.push(one)
      room -= length
    }
  }
  return found.map((elements) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements }],
  }))
}

const parted = (element: Mrkdwn | Plain): (Mrkdwn | Plain)[] =>
  pieces(element.text, FIELD_TEXT).map((text) => Object.assign({}, element, { text }))

function contexts(block: Context): SlackBlock[] {
  return chunks(block.elements.flatMap(parted), CONTEXT_ELEMENTS).map((elements) => ({
    type: 'context',
    elements,
  }))
}

const shortButton = (button: Button): Button => ({
  ...button,
  text: { ...button.text, text: cut(button.text.text, BUTTON_TEXT) },
})

function buttons(block: Actions, note: Note): SlackBlock[] {
  const kept = block.elements.filter(({ value }) => (value ?? '').length <= BUTTON_VALUE)
  const lost = block.elements.length - kept.length
  if (lost > 0) note(count(lost, 'button'))
  return chunks(kept.map(shortButton), ACTIONS_ELEMENTS).map((elements) => ({
    type: 'actions',
    elements,
  }))
}

function table(block: TableBlock, note: Note): TableBlock {
  const lost = block.rows.length - TABLE_ROWS
  if (lost > 0) note(`${count(lost, 'row')} of the table`)
  const wide = Math.max(...block.rows.map((row) => row.length)) - TABLE_COLUMNS
  if (wide > 0) note(`${count(wide, 'column')} of the table`)
  return {
    type: 'table',
    rows: block.rows.slice(0, TABLE_ROWS).map((row) => row.slice(0, TABLE_COLUMNS)),
    column_settings: (block.column_settings ?? []).slice(0, TABLE_COLUMNS),
  }
}

/** A block as the blocks Slack takes one by one: broken up where that loses nothing, cut where not. */
export function legal(block: SlackBlock, note: Note): readonly SlackBlock[] {
  switch (block.type) {
    case 'header':
      return [{ ...block, text: { ...block.text, text: cut(block.text.text, HEADER_TEXT) } }]
    case 'section':
      return fields(block)
    case 'rich_text':
      return paragraphs(block)
    case 'context':
      return contexts(block)
    case 'actions':
      return buttons(block, note)
    case 'image':
      return [{ ...block, alt_text: cut(block.alt_text, ALT_TEXT) || 'Chart' }]
    case 'table':
      return [table(block, note)]
    case 'data_visualization':
      return [block]
  }
}
