import type {
  CardElement,
  IActionSet,
  IAdaptiveCard,
  IContainer,
  IExecuteAction,
  IFactSet,
  IImage,
  IOpenUrlAction,
} from '@microsoft/teams.cards'

import type { Chart } from '#core/chart/chart.ts'
import { bare } from '#core/message/markup.ts'
import type { Button, Fact, Message, Part } from '#core/message/message.ts'

import { written } from './button.ts'
import { ACTION_TITLE, ACTIONS_PER_ROW, SUMMARY_CHARACTERS, TEXT_CHARACTERS } from './limits.ts'
import type { Names } from './names.ts'
import { nativeChart } from './native-chart.ts'
import { table } from './table.ts'
import { cut, escaped, markdown, paragraphs, SMALL } from './text.ts'

export type RenderContext = {
  readonly answerId?: string | undefined
  /** The chart drawn, as a data URI; absent while it is not, or where it is too heavy. */
  readonly picture?: string | undefined
  /** In the personal chat there is nothing to keep. */
  readonly personal: boolean
  /** It stays when a button below it is pressed, and the answer comes beneath. */
  readonly stays?: true | undefined
  readonly names?: Names
}

const factText = ({ value, change, note }: Fact): string =>
  [[`**${value}**`, change].filter(Boolean).join('  '), note].filter(Boolean).join(' · ')

const facts = (list: readonly Fact[]): IFactSet => ({
  type: 'FactSet',
  facts: list.map((each) => ({ title: escaped(each.label), value: markdown(factText(each)) })),
})

const words = ({ alt }: Chart, id?: string): IContainer => ({
  type: 'Container',
  ...(id !== undefined && { id, isVisible: false }),
  items: paragraphs(alt, SMALL),
})

const image = (url: string, altText: string): IImage => ({
  type: 'Image',
  url,
  altText,
  size: 'Stretch',
  allowExpand: true,
})

/**
 * Teams’ own chart, with our picture for whoever can’t draw it, and the words for whoever can’t see
 * it: one element, so that none of the three is left without the others.
 */
function chart(drawn: Chart, { picture }: RenderContext, place: number): CardElement[] {
  const native = nativeChart(drawn)
  const told = drawn.alt === '' ? [] : [words(drawn)]
  const instead = picture === undefined ? told : [image(picture, drawn.alt)]
  if (native === undefined) return instead
  const id = `words-${place}`
  const toggle: IActionSet = {
    type: 'ActionSet',
    actions: [
      { type: 'Action.ToggleVisibility', title: 'The chart in words', targetElements: [id] },
    ],
  }
  const [fallback = 'drop'] = instead
  return [
    {
      type: 'Container',
      items: [
        { ...native, fallback },
        ...(drawn.alt === '' ? [] : [words(drawn, id), toggle]),
      ] as IContainer['items'],
    },
  ]
}

function action(
  { label, act, style }: Button,
  { answerId, stays }: RenderContext,
): IExecuteAction | IOpenUrlAction {
  if (act.kind === 'open')
    return { type: 'Action.OpenUrl', title: cut(label, ACTION_TITLE), url: act.url }
  const data = written({
    ...(answerId !== undefined && { id: answerId }),
    act,
    ...(stays && { stays }),
  })
  return {
    type: 'Action.Execute',
    title: cut(label, ACTION_TITLE),
    verb: act.kind,
    data,
    associatedInputs: 'none',
    ...(style === 'primary' && { style: 'positive' }),
  }
}

/** Whether a button is offered; an act that is not here does not compile. */
const OFFERED: Record<Button['act']['kind'], (context: RenderContext) => boolean> = {
  ask: () => true,
  csv: () => true,
  keep: ({ personal }) => !personal,
  share: ({ personal }) => !personal,
  unshare: () => true,
  'ask-for-access': () => true,
  help: () => true,
  reveal: () => true,
  open: () => true,
  // There is no form here: it shows what to type.
  build: () => true,
  subscribe: () => true,
  edit: () => true,
}

function buttons(list: readonly Button[], context: RenderContext): CardElement[] {
  const all = list
    .filter(({ act }) => OFFERED[act.kind](context))
    .map((each) => action(each, context))
  return Array.from({ length: Math.ceil(all.length / ACTIONS_PER_ROW) }, (_, at) => ({
    type: 'ActionSet',
    actions: all.slice(at * ACTIONS_PER_ROW, (at + 1) * ACTIONS_PER_ROW),
  }))
}

/** Kinds are exhausted here: a new one does not compile without its form in Teams. */
function part(part: Part, context: RenderContext, place: number): CardElement[] {
  switch (part.kind) {
    case 'text':
      return paragraphs(part.text)
    case 'facts':
      return part.facts.length === 0 ? [] : [facts(part.facts)]
    case 'table':
      return part.head.length === 0 ? [] : [table(part, context.names)]
    case 'chart':
      return chart(part.chart, context, place)
    case 'buttons':
      return buttons(part.buttons, context)
    case 'note':
      return paragraphs(part.text, SMALL)
  }
}

const says = (part: Part, sentence: string) =>
  part.kind === 'text' && bare(part.text).includes(bare(sentence))

/** Neither the title nor a part has the sentence for notifications. */
const isUnsaid = ({ title, summary, parts }: Message): boolean =>
  summary !== title && !parts.some((each) => says(each, summary))

/** A message as the body of a card, in order, before its size is looked at: `fit` does that. */
export function renderTeams(message: Message, context: RenderContext): readonly CardElement[] {
  const { title, summary, parts } = message
  const firstChart = parts.findIndex(({ kind }) => kind === 'chart')
  return [
    ...(title === ''
      ? []
      : [
          {
            type: 'TextBlock',
            text: escaped(bare(title)),
            style: 'heading',
            size: 'Large',
            weight: 'Bolder',
            wrap: true,
          } as const,
        ]),
    ...(isUnsaid(message) ? paragraphs(summary) : []),
    // One picture a message: further charts Teams draws itself, or has in words.
    ...parts.flatMap((each, at) =>
      part(each, at === firstChart ? context : { ...context, picture: undefined }, at),
    ),
  ]
}

/** https://adaptivecards.io/explorer: 1.5 is what Teams takes from bots. */
export function card(body: readonly CardElement[], message: Message): IAdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: summaryText(message),
    speak: summaryText(message),
    msteams: { width: 'full' },
    body: [...body] as IAdaptiveCard['body'],
  }
}

/** The text of notifications. */
export function summaryText({ title, summary }: Message): string {
  return cut(bare(summary === '' ? title : summary), SUMMARY_CHARACTERS) || 'AI Usage'
}

/** Everything a message says, without a card, when none gets through. */
export function plainText(message: Message): string {
  const said = message.parts.flatMap((each) => {
    switch (each.kind) {
      case 'text':
      case 'note':
        return [each.text]
      case 'facts':
        return each.facts.map((fact) => `${fact.label}: ${factText(fact)}`)
      case 'table':
        return [each.head, ...each.rows].map((cells) => cells.join(' · '))
      case 'chart':
        return [each.chart.alt]
      case 'buttons':
        return []
    }
  })
  const summary = isUnsaid(message) ? message.summary : ''
  const lines = [message.title, summary, ...said].filter((line) => line !== '')
  return cut(bare(lines.join('\n\n')), TEXT_CHARACTERS) || 'AI Usage'
}
