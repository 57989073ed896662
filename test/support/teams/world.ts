export type Account = {
  readonly id: string
  readonly object: string
  readonly name: string
  readonly upn: string
  readonly tenant?: string
  readonly role?: string
}

export type Room = {
  readonly id: string
  readonly kind: 'personal' | 'groupChat' | 'channel'
  readonly members: readonly Account[]
  /** Whether the app is installed there. */
  installed: boolean
  /** Whether Teams can show something to one person there. */
  targeted: boolean
}

export type Sent = {
  readonly id: string
  readonly room: string
  /** Seen by this account alone. */
  readonly only?: string
  activity: Readonly<Record<string, unknown>>
  updates: number
}

export type Fault = {
  readonly on: 'create' | 'update' | 'member' | 'any'
  readonly status: number
  readonly retryAfter?: number
  readonly code?: string
  /** The work is done, and the answer lost. */
  readonly done?: boolean
}

export type World = {
  readonly rooms: Map<string, Room>
  readonly sent: Sent[]
  readonly calls: { readonly method: string; readonly path: string; readonly status: number }[]
  readonly faults: Fault[]
  readonly files: { readonly url: string; readonly bytes: Buffer; readonly authorized: boolean }[]
  /** UTF-16 bytes of one message without pictures; Teams says about 100 KB. */
  mostBytes: number
}

type Json = Readonly<Record<string, unknown>>

/** What is drawn in a card; Teams refuses what it does not know, unless a fallback stands by. */
const ELEMENTS: ReadonlySet<string> = new Set([
  'ActionSet',
  'Chart.Donut',
  'Chart.Gauge',
  'Chart.HorizontalBar',
  'Chart.Line',
  'Chart.VerticalBar.Grouped',
  'Container',
  'FactSet',
  'Image',
  'Input.Text',
  'RichTextBlock',
  'Table',
  'TextBlock',
])
const ACTIONS: ReadonlySet<string> = new Set(['Action.Execute', 'Action.ToggleVisibility'])

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : [])

/** Why Teams does not take a card; undefined when it does. */
export function faultOf(card: Json): string | undefined {
  if (card['type'] !== 'AdaptiveCard') return 'no AdaptiveCard'
  if (card['version'] !== '1.5') return `version ${String(card['version'])}`
  const ids = new Set<string>()
  const found = list(card['body']).flatMap((element) => elementFaults(element, ids))
  for (const target of JSON.stringify(card).matchAll(/"targetElements":\["([^"]+)"\]/g))
    if (!ids.has(target[1] ?? '')) found.push(`no element ${target[1]}`)
  return found[0]
}

function elementFaults(element: Json, ids: Set<string>): string[] {
  const type = String(element['type'])
  if (typeof element['id'] === 'string') ids.add(element['id'])
  const own = ELEMENTS.has(type) ? [] : [`unknown element ${type}`]
  if (type === 'Image' && !/^(https:|data:image\/png;base64,)/.test(String(element['url'])))
    own.push('an image that is nowhere')
  if (type === 'Image' && !element['altText']) own.push('an image without words')
  if (type === 'TextBlock' && !element['text']) own.push('an empty text')
  if (type === 'RichTextBlock' && list(element['inlines']).length === 0) own.push('empty runs')
  if (type === 'Chart.Gauge') own.push(...gaugeFaults(element))
  const actions = list(element['actions'])
  if (type === 'ActionSet' && (actions.length === 0 || actions.length > 6))
    own.push(`${actions.length} actions in a row`)
  for (const action of actions) {
    if (!ACTIONS.has(String(action['type']))) own.push(`unknown action ${String(action['type'])}`)
    if (!action['title']) own.push('a button without a title')
  }
  const fallback = element['fallback']
  const below = [
    ...list(element['items']),
    ...list(element['rows'])
      .flatMap((row) => list(row['cells']))
      .flatMap((cell) => list(cell['items'])),
    ...(typeof fallback === 'object' && fallback !== null ? [fallback as Json] : []),
  ]
  return [...own, ...below.flatMap((each) => elementFaults(each, ids))]
}

/** What its needle and arc are drawn from: https://adaptivecards.microsoft.com/?topic=Chart.Gauge */
function gaugeFaults(gauge: Json): string[] {
  const [from, to, at] = [Number(gauge['min']), Number(gauge['max']), Number(gauge['value'])]
  const sizes = list(gauge['segments']).map(({ size }) => Number(size))
  const sum = sizes.reduce((all, size) => all + size, 0)
  const whole = sizes.every((size) => size > 0) && Math.abs(sum - (to - from)) < 1e-6
  const known = ['Percentage', 'Fraction'].includes(String(gauge['valueFormat']))
  return [
    ...(from <= at && at <= to ? [] : ['a gauge whose needle is off its arc']),
    ...(whole ? [] : ['a gauge with a gap']),
    ...(known ? [] : ['a gauge of no form']),
  ]
}

const picture = (_: string, value: unknown) =>
  typeof value === 'string' && value.startsWith('data:image/') ? '' : value

export const sizeOf = (activity: unknown) => 2 * JSON.stringify(activity, picture).length

/** The card of a message. */
export function cardOf({ activity }: Pick<Sent, 'activity'>): Json | undefined {
  const [first] = list(activity['attachments'])
  return first?.['contentType'] === 'application/vnd.microsoft.card.adaptive'
    ? (first['content'] as Json)
    : undefined
}

type Action = { readonly title: string; readonly verb: string; readonly data: unknown }

/** Every button of a card. */
export function actionsOf(card: Json | undefined): readonly Action[] {
  return list(card?.['body']).flatMap((element) =>
    list(element['actions'])
      .filter((action) => action['type'] === 'Action.Execute')
      .map((action) => action as unknown as Action),
  )
}

/** Everything a card says. */
export function textOf(node: unknown): string {
  if (Array.isArray(node)) return node.map(textOf).join(' ')
  if (typeof node === 'string') return node
  if (typeof node !== 'object' || node === null) return ''
  return Object.entries(node)
    .filter(([key]) =>
      [
        'body',
        'items',
        'rows',
        'cells',
        'inlines',
        'facts',
        'text',
        'title',
        'value',
        'actions',
      ].includes(key),
    )
    .map(([, value]) => textOf(value))
    .join(' ')
}
