import type { Message } from '#core/message/message.ts'

/**
 * What a field of a message may hold. `answer` is a sentence or cell made of our words, published
 * names, aliases and numbers; `operator text` repeats what an operator typed, names in it redacted.
 */
export type SaidClass = 'answer' | 'enum' | 'number' | 'operator text' | 'time'

/** The fields of a shape as `parts.rows.label`; arrays leave no trace. */
type Paths<Shape, Above extends string = ''> = Shape extends string | number | boolean | null
  ? Above
  : Shape extends readonly (infer Item)[]
    ? Paths<Item, Above>
    : Shape extends object
      ? {
          [Key in keyof Shape & string]-?: Paths<
            Exclude<Shape[Key], undefined>,
            Above extends '' ? Key : `${Above}.${Key}`
          >
        }[keyof Shape & string]
      : never

/** Details are parts, of the same fields. */
type Said = Omit<Message, 'details'>

/** Every field of every message. One that is not here does not compile. */
export const MESSAGE_FIELDS = {
  title: 'operator text',
  summary: 'answer',
  'parts.kind': 'enum',
  'parts.text': 'operator text',
  'parts.facts.label': 'enum',
  'parts.facts.value': 'answer',
  'parts.facts.change': 'answer',
  'parts.facts.note': 'answer',
  'parts.head': 'answer',
  'parts.rows': 'answer',
  'parts.accounts': 'number',
  'parts.buttons.label': 'enum',
  'parts.buttons.style': 'enum',
  'parts.buttons.act.kind': 'enum',
  'parts.buttons.act.command': 'operator text',
  'parts.buttons.act.ref': 'enum',
  'parts.buttons.act.topic': 'enum',
  'parts.buttons.act.url': 'enum',
  'parts.chart.kind': 'enum',
  'parts.chart.title': 'answer',
  'parts.chart.subtitle': 'answer',
  'parts.chart.footer': 'answer',
  'parts.chart.alt': 'operator text',
  'parts.chart.unit': 'enum',
  'parts.chart.notes': 'operator text',
  'parts.chart.grain': 'enum',
  'parts.chart.told.change': 'answer',
  'parts.chart.told.basis': 'answer',
  'parts.chart.now.from': 'time',
  'parts.chart.now.value': 'number',
  'parts.chart.alone': 'enum',
  'parts.chart.apart': 'enum',
  'parts.chart.marks': 'number',
  'parts.chart.before.from': 'time',
  'parts.chart.before.value': 'number',
  'parts.chart.overall.now': 'number',
  'parts.chart.overall.before': 'number',
  'parts.chart.overall.per': 'enum',
  'parts.chart.head': 'enum',
  'parts.chart.beforeHead': 'enum',
  'parts.chart.rows.label': 'answer',
  'parts.chart.rows.now': 'number',
  'parts.chart.rows.change': 'number',
  'parts.chart.rows.before': 'number',
  'parts.chart.rows.told': 'answer',
  'parts.chart.rows.role': 'enum',
  'parts.chart.parts.label': 'answer',
  'parts.chart.parts.role': 'enum',
  'parts.chart.bars.label': 'answer',
  'parts.chart.bars.values': 'number',
  'parts.chart.bars.role': 'enum',
  'parts.chart.buckets': 'time',
  'parts.chart.series.label': 'answer',
  'parts.chart.series.values': 'number',
  'parts.chart.series.role': 'enum',
  'parts.chart.tiles.label': 'answer',
  'parts.chart.tiles.value': 'answer',
  'parts.chart.tiles.told': 'answer',
  'parts.chart.tiles.values': 'number',
  'parts.chart.xHead': 'enum',
  'parts.chart.yHead': 'enum',
  'parts.chart.xUnit': 'enum',
  'parts.chart.points.label': 'answer',
  'parts.chart.points.x': 'number',
  'parts.chart.points.y': 'number',
  'parts.chart.tenths': 'number',
  'parts.chart.used': 'number',
  'parts.chart.whole': 'number',
  'parts.chart.usedHead': 'enum',
  'parts.chart.wholeHead': 'enum',
  'parts.chart.rows.value': 'number',
  'parts.chart.rows.low': 'number',
  'parts.chart.rows.high': 'number',
  'parts.chart.steps.at': 'number',
  'parts.chart.steps.value': 'number',
  'parts.chart.steps.low': 'number',
  'parts.chart.steps.high': 'number',
} as const satisfies Record<Paths<Said>, SaidClass>
