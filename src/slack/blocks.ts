import type {
  Button,
  HeaderBlock,
  ImageBlock,
  RichTextText,
  RichTextUserMention,
  TableBlock,
} from '@slack/types'

import type { NativeChart } from './native-chart.ts'

export type Mrkdwn = { type: 'mrkdwn'; text: string; verbatim: true }
export type Plain = { type: 'plain_text'; text: string; emoji: false }

export type Fields = { type: 'section'; fields: Mrkdwn[] }
/** Words, and people of this workspace, whom Slack shows by name. */
export type Spoken = RichTextText | RichTextUserMention

export type Paragraph = {
  type: 'rich_text'
  elements: { type: 'rich_text_section'; elements: Spoken[] }[]
}
export type Context = { type: 'context'; elements: (Mrkdwn | Plain)[] }
export type Actions = { type: 'actions'; elements: Button[] }

/** The part of Block Kit our messages are made of. */
export type SlackBlock =
  | HeaderBlock
  | Fields
  | Paragraph
  | Context
  | Actions
  | ImageBlock
  | TableBlock
  | NativeChart

// Names may hold what looks like an emoji's name or a link: neither is drawn as one.
export const plain = (text: string): Plain => ({ type: 'plain_text', text, emoji: false })
export const marked = (text: string): Mrkdwn => ({ type: 'mrkdwn', text, verbatim: true })
export const context = (element: Mrkdwn | Plain): Context => ({
  type: 'context',
  elements: [element],
})

const SILENT = new Set(['type', 'action_id', 'value', 'style', 'align', 'id'])

/** Summed length of every text in a block, as Slack adds them up for `msg_blocks_too_long`. */
export function characters(node: unknown): number {
  if (typeof node === 'string') return node.length
  if (typeof node !== 'object' || node === null) return 0
  if (Array.isArray(node)) return node.reduce((sum: number, item) => sum + characters(item), 0)
  return Object.entries(node).reduce(
    (sum, [key, value]) => (SILENT.has(key) ? sum : sum + characters(value)),
    0,
  )
}
