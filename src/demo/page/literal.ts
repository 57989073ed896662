import type { Json } from '#demo/slack-fake/world.ts'

/**
 * The renderer reads markup where Slack does not: in plain and rich text, and in what the sender
 * escaped. Such characters travel through it in Unicode's private area and come back as entities.
 */
const PRIVATE = 0xe000

const hide = (character: string) => String.fromCodePoint(PRIVATE + (character.codePointAt(0) ?? 0))

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' }

const decoded = (text: string) =>
  text.replaceAll(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)

const everyMark = (text: string) => text.replaceAll(/[!-/:-@[-`{-~]/g, hide)

const escapedOnly = (text: string) =>
  text.replaceAll(/&(?:lt|gt|amp);/g, (entity) => hide(ENTITIES[entity] ?? entity))

const WAYS: Readonly<Record<string, (text: string) => string>> = {
  mrkdwn: escapedOnly,
  plain_text: (text) => everyMark(decoded(text)),
  raw_text: everyMark,
  raw_number: everyMark,
  text: everyMark,
}

/** A text object or rich text element whose literal characters the renderer will leave alone. */
export function literal(node: Json): Json {
  const { type, text } = node
  const way = typeof type === 'string' ? WAYS[type] : undefined
  return way && typeof text === 'string' ? { ...node, text: way(text) } : node
}

/** Undoes `literal` in the finished markup. */
export function restored(html: string): string {
  return html.replaceAll(/[\uE000-\uE07F]/g, (character) => {
    const code = (character.codePointAt(0) ?? PRIVATE) - PRIVATE
    return `&#${code};`
  })
}
