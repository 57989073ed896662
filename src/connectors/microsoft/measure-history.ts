import {
  fieldOf,
  hashOf,
  hashOrNull,
  lengthOf,
  type Measure,
  type MeasuredRow,
  microsOrUndefined,
} from '#connectors/api/measured.ts'

import { featureOfApp } from './app-feature.ts'

/** Runs in the measuring process only: what it sees is text. A line is a page of one person's history. */

const TAG = /<[^>]*>/g
/** Files stand at the end of a text as tags, in plain text too. */
const ATTACHMENT = /<attachment [^>]*><\/attachment>/g
const ENTITY = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|\w{1,31});/gi

function lengthIn(body: unknown): number | null {
  const content = fieldOf(body, 'content')
  if (typeof content !== 'string') return null
  const html = fieldOf(body, 'contentType') === 'html'
  return lengthOf(
    html ? content.replace(TAG, '').replace(ENTITY, '.') : content.replace(ATTACHMENT, ''),
  )
}

/** `IPM.SkypeTeams.Message.Copilot.Word`: the app is the last of it. */
const appOf = (appClass: unknown) =>
  typeof appClass === 'string' ? (appClass.split('.').at(-1) ?? '') : ''

function rowOf(
  one: unknown,
  replies: ReadonlyMap<unknown, number | null>,
): MeasuredRow | undefined {
  const at = microsOrUndefined(fieldOf(one, 'createdDateTime'))
  const id = fieldOf(one, 'id')
  if (at === undefined || typeof id !== 'string') return undefined
  const session = fieldOf(one, 'sessionId')
  const person = fieldOf(fieldOf(fieldOf(one, 'from'), 'user'), 'id')
  const feature = featureOfApp(appOf(fieldOf(one, 'appClass')))
  return {
    at,
    // An id is the time in a conversation, and no more.
    id: hashOf(JSON.stringify([person, session, id])),
    person: hashOrNull(person),
    conversation: hashOrNull(session),
    model: null,
    feature,
    agent: false,
    promptCharacters: lengthIn(fieldOf(one, 'body')),
    outputCharacters: replies.get(fieldOf(one, 'requestId')) ?? null,
    inputTokens: null,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    outputTokens: null,
  }
}

/** Prompts, and how long they and the first reply to each are. */
export const measurer = (): Measure => ({
  partial: (page) => fieldOf(page, '@odata.nextLink') !== undefined,
  take(page) {
    const all = fieldOf(page, 'value')
    if (!Array.isArray(all)) return undefined
    const of = (kind: string) => all.filter((one) => fieldOf(one, 'interactionType') === kind)
    const replies = new Map<unknown, number | null>()
    for (const one of of('aiResponse')) {
      const request = fieldOf(one, 'requestId')
      if (!replies.has(request)) replies.set(request, lengthIn(fieldOf(one, 'body')))
    }
    const rows = of('userPrompt').map((one) => rowOf(one, replies))
    return rows.every((row) => row !== undefined) ? rows : undefined
  },
  rest: () => [],
})
