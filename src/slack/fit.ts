import type { TableBlock } from '@slack/types'

import { characters, context, plain, type Paragraph, type SlackBlock } from './blocks.ts'
import { count, legal, type Note } from './legal.ts'
import { BLOCKS_PER_MESSAGE, cut, MESSAGE_CHARACTERS } from './limits.ts'

export type Fitted = {
  readonly blocks: readonly SlackBlock[]
  /** What had to go, in words: "43 rows of the table". Empty when all of it fits. */
  readonly cut: readonly string[]
}

/** Room kept for the sentence that says what was left out. */
const LAST_WORDS = 300
/** Less of a paragraph than this says nothing. */
const SHORTEST = 40

function shorterTable(block: TableBlock, room: number): TableBlock | undefined {
  let size = 0
  const rows = block.rows.findIndex((row) => (size += characters(row)) > room)
  // A head alone is no table.
  return rows < 2 ? undefined : { ...block, rows: block.rows.slice(0, rows) }
}

function shorterParagraph(block: Paragraph, room: number): Paragraph | undefined {
  if (room < SHORTEST) return undefined
  const text = block.elements
    .flatMap(({ elements }) =>
      elements.map((one) => (one.type === 'user' ? one.user_id : one.text)),
    )
    .join('')
  const elements = [{ type: 'text' as const, text: cut(text, room) }]
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }
}

function shorter(block: SlackBlock, room: number): SlackBlock | undefined {
  if (block.type === 'table') return shorterTable(block, room)
  if (block.type === 'rich_text') return shorterParagraph(block, room)
  return undefined
}

// In the order in which they are given a place; the rest follows in the order of the message.
const FIRST: readonly SlackBlock['type'][] = ['header', 'actions', 'image', 'data_visualization']

/** The blocks that fit into `most` characters, some shorter than they were, in their order. */
function chosen(all: readonly SlackBlock[], most: number, note: Note): readonly SlackBlock[] {
  const kept = new Map<SlackBlock, SlackBlock>()
  let room = most
  let places = BLOCKS_PER_MESSAGE - 1
  let lost = 0
  const ranked = [
    ...FIRST.flatMap((type) => all.filter((block) => block.type === type)),
    ...all.filter(({ type }) => !FIRST.includes(type)),
  ]
  for (const block of ranked) {
    const fitting = characters(block) <= room ? block : shorter(block, room)
    if (fitting !== undefined && places > 0) {
      kept.set(block, fitting)
      room -= characters(fitting)
      places -= 1
    }
    if (block.type === 'table') {
      const rows = fitting?.type === 'table' && kept.has(block) ? fitting.rows.length : 0
      if (rows < block.rows.length) note(`${count(block.rows.length - rows, 'row')} of the table`)
    } else if (kept.get(block) !== block) lost += 1
  }
  if (lost > 0) note(`${count(lost, 'part')} of the text`)
  return all.flatMap((block) => kept.get(block) ?? [])
}

const hasCsv = (blocks: readonly SlackBlock[]) =>
  blocks.some(
    (block) =>
      block.type === 'actions' &&
      block.elements.some(({ action_id }) => action_id?.startsWith('csv:')),
  )

/**
 * A message that Slack takes: at most 50 blocks, `most` characters in all, and no block over its own
 * limits. What had to go is said in a last line, with how to get it.
 */
export function fit(blocks: readonly SlackBlock[], most = MESSAGE_CHARACTERS): Fitted {
  const left: string[] = []
  const note: Note = (what) => left.push(what)
  const all = blocks.flatMap((block) => legal(block, note))
  const spare = left.length > 0 ? { text: LAST_WORDS, blocks: 1 } : { text: 0, blocks: 0 }
  const enough =
    characters(all) + spare.text <= most && all.length + spare.blocks <= BLOCKS_PER_MESSAGE
  const kept = enough ? all : chosen(all, most - LAST_WORDS, note)
  if (left.length === 0) return { blocks: kept, cut: [] }
  const rest = hasCsv(kept)
    ? 'The CSV button has every number.'
    : 'Ask for less: a shorter period, or a filter such as team:eng.'
  const what = cut(`Left out, as Slack takes no more: ${left.join(', ')}.`, LAST_WORDS - 80)
  return { blocks: [...kept, context(plain(`${what} ${rest}`))], cut: left }
}
