import type { Button as SlackButton, RichTextBlock, TableBlock } from '@slack/types'

import type { Chart } from '#core/chart/chart.ts'
import { bare, runs } from '#core/message/markup.ts'
import type { Button, Fact, Message, Part } from '#core/message/message.ts'
import { wordColumns } from '#core/message/number-cell.ts'

import { context as small, marked, plain, type SlackBlock, type Spoken } from './blocks.ts'
import { written } from './button.ts'
import { cut, FALLBACK_TEXT, TABLES_PER_MESSAGE } from './limits.ts'
import { escaped, mrkdwn } from './mrkdwn.ts'
import { nativeChart } from './native-chart.ts'

/** A name so short stands in one line on a phone, where Slack would break it at its hyphens. */
const ONE_LINE = 20
/** An account of Slack, alone or after its workspace. */
const SLACKER = /^(?:T[A-Z0-9]+\/)?([UW][A-Z0-9]{2,})$/

/** The same in a sentence, where a word in capitals could be anything. */
const SOMEONE = /^T[A-Z0-9]+\/([UW][A-Z0-9]{2,})$/

/** How the chart stands in the message; `none` while its picture is on the way. */
export type Picture =
  | { readonly kind: 'none' }
  | { readonly kind: 'image-block'; readonly file: string }
  | { readonly kind: 'native-chart' }
  | { readonly kind: 'dm-file'; readonly url: string }
  | { readonly kind: 'text' }

export type RenderContext = {
  readonly answerId?: string | undefined
  readonly picture: Picture
  /** `lines` where the workspace refuses the table block. */
  readonly tables: 'block' | 'lines'
  /** In the app's messages there is nothing to keep, and nobody to share with. */
  readonly dm: boolean
}

// A rich text element has no markup, so a name in it can't be read as any.
function paragraph(text: string): SlackBlock[] {
  const elements = runs(text).map(({ text, style }): Spoken => {
    if (style === undefined) return { type: 'text', text }
    const [, user_id] = (style === 'code' && SOMEONE.exec(text)) || []
    return user_id === undefined
      ? { type: 'text', text, style: { [style]: true } }
      : { type: 'user', user_id }
  })
  return elements.length === 0
    ? []
    : [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }]
}

function fact({ label, value, change, note }: Fact): string {
  const first = [`**${value}**`, ...(change === undefined ? [] : [change])].join('  ')
  return [label, first, ...(note === undefined ? [] : [note])].join('\n')
}

const cell = (text: string) => ({ type: 'raw_text', text: text === '' ? ' ' : bare(text) }) as const

/** Slack writes the name of whoever it is, for who reads it. */
function person(account: string): ReturnType<typeof cell> | RichTextBlock {
  const [, user_id] = SLACKER.exec(account) ?? []
  if (user_id === undefined) return cell(account)
  const elements = [{ type: 'user' as const, user_id }]
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }
}

function table({ head, rows, accounts = [] }: Part & { kind: 'table' }): TableBlock {
  const words = wordColumns(head, rows)
  const isLong = rows.some(([first = '']) => first.length > ONE_LINE)
  return {
    type: 'table',
    rows: [
      head.map(cell),
      ...rows.map((cells) =>
        cells.map((text, column) => (accounts.includes(column) ? person(text) : cell(text))),
      ),
    ],
    column_settings: head.map((_, index) => ({
      align: words.has(index) ? 'left' : 'right',
      is_wrapped: index === 0 && isLong,
    })),
  }
}

function lines({ head, rows }: Part & { kind: 'table' }): SlackBlock[] {
  return paragraph(
    [head, ...rows].map(([first, ...rest]) => [`**${first}**`, ...rest].join(' · ')).join('\n'),
  )
}

function picture(chart: Chart, shown: Picture): SlackBlock[] {
  switch (shown.kind) {
    case 'none':
      return []
    case 'image-block':
      return [{ type: 'image', slack_file: { id: shown.file }, alt_text: chart.alt || chart.title }]
    case 'native-chart': {
      const block = nativeChart(chart)
      return block ? [block] : picture(chart, { kind: 'text' })
    }
    case 'dm-file':
      return [
        small(marked(`<${shown.url}|Open the picture>: it is in your messages with this app.`)),
      ]
    case 'text':
      return chart.alt === '' ? [] : [small(plain(chart.alt))]
  }
}

type Pressed = { readonly label: string; readonly id: string; readonly value: string }

const press = ({ label, id, value }: Pressed, style?: 'primary'): SlackButton => ({
  type: 'button',
  text: plain(label),
  action_id: id,
  value,
  ...(style && { style }),
})

/** The buttons of the part at `place`. */
function actions(buttons: readonly Button[], context: RenderContext, place: number): SlackButton[] {
  const answer = context.answerId === undefined ? {} : { id: context.answerId }
  return buttons
    .filter(({ act }) => !(context.dm && (act.kind === 'keep' || act.kind === 'share')))
    .map(({ label, act, style }, at) => ({
      ...press(
        { label, id: `${act.kind}:${place}:${at}`, value: written({ ...answer, act }) },
        style,
      ),
      ...(act.kind === 'open' && { url: act.url }),
    }))
}

function part(part: Exclude<Part, { kind: 'buttons' }>, context: RenderContext): SlackBlock[] {
  switch (part.kind) {
    case 'text':
      return paragraph(part.text)
    case 'facts':
      return part.facts.length === 0
        ? []
        : [{ type: 'section', fields: part.facts.map((each) => marked(mrkdwn(fact(each)))) }]
    case 'table':
      if (part.head.length === 0) return []
      return context.tables === 'block' ? [table(part)] : lines(part)
    case 'chart':
      return picture(part.chart, context.picture)
    case 'note':
      return part.text === '' ? [] : [small(marked(mrkdwn(part.text)))]
  }
}

function pictureHelp({ answerId, picture }: RenderContext): SlackButton[] {
  if (answerId === undefined || picture.kind === 'none') return []
  const value = written({ id: answerId, act: { kind: 'picture', shown: picture.kind } })
  // From words there is a way back: whoever pressed once would have taken everyone's pictures for good.
  const label = picture.kind === 'text' ? 'Show the picture' : 'Can’t see the picture?'
  return [press({ label, id: 'picture', value })]
}

const row = (elements: SlackButton[]): SlackBlock[] =>
  elements.length === 0 ? [] : [{ type: 'actions', elements }]

const says = (part: Part, sentence: string) =>
  part.kind === 'text' && bare(part.text).includes(bare(sentence))

/** A message as Block Kit, in order, before its lengths are looked at: `fit` does that. */
export function renderSlack(message: Message, context: RenderContext): SlackBlock[] {
  const { title, summary, parts } = message
  const firstChart = parts.findIndex(({ kind }) => kind === 'chart')
  const help = firstChart === -1 ? [] : pictureHelp(context)
  const lastButtons = parts.findLastIndex(({ kind }) => kind === 'buttons')
  let tables = 0
  const blocks = parts.flatMap((each, at): SlackBlock[] => {
    if (each.kind === 'buttons')
      return row([...actions(each.buttons, context, at), ...(at === lastButtons ? help : [])])
    // One picture and one table a message: the charts after it stand as their text equivalent.
    const later = each.kind === 'chart' && at !== firstChart
    const extra = each.kind === 'table' && (tables += 1) > TABLES_PER_MESSAGE
    return part(each, {
      ...context,
      ...(later && { picture: { kind: 'text' } }),
      ...(extra && { tables: 'lines' }),
    })
  })
  const unsaid = summary !== title && !parts.some((part) => says(part, summary))
  return [
    ...(title === '' ? [] : [{ type: 'header', text: plain(title) } as const]),
    ...(unsaid ? paragraph(summary) : []),
    ...blocks,
    ...(lastButtons === -1 ? row(help) : []),
  ]
}

/** The text of notifications and screen readers: the sentence, then what the chart shows. */
export function fallbackText({ title, summary, parts }: Message): string {
  const alts = parts.flatMap((part) => (part.kind === 'chart' ? [part.chart.alt] : []))
  const said = [summary === '' ? title : summary, ...alts].filter((text) => text !== '').join('\n')
  return escaped(cut(bare(said), FALLBACK_TEXT)) || 'AI Usage'
}

/** Everything a message says, without blocks, for a workspace that takes none. */
export function plainText(message: Message): string {
  const said = message.parts.flatMap((part) => {
    switch (part.kind) {
      case 'text':
      case 'note':
        return [part.text]
      case 'facts':
        return part.facts.map((each) => fact(each).replaceAll('\n', ' '))
      case 'table':
        return [part.head, ...part.rows].map((cells) => cells.join(' · '))
      case 'chart':
        return [part.chart.alt]
      case 'buttons':
        return []
    }
  })
  return escaped(bare([message.title, message.summary, ...said].join('\n').trim())) || 'AI Usage'
}
