import { ALLOW_KINDS, type AllowEntry, allowWords } from '#core/alert/allow.ts'

import type { AlertAllow, Misread } from './command.ts'

const ENTRY =
  /^(?<kind>[a-z]+)\s*[:=]\s*(?:"(?<quoted>[^"\n]{1,100})"|(?<plain>[^\s",;]{1,100}))(?:[\s,;]+|$)/iu
const WORD = /^(?:(?<list>list)$|(?<remove>remove|forget)\s+)/iu
const MOST = 20

/** What follows `alert allow`: names of models and tools; `remove` before them takes them off the list. */
export function readAllow(text: string, start: number): AlertAllow | Misread {
  const rest = text.slice(start).trim()
  const { list, remove } = WORD.exec(rest)?.groups ?? {}
  if (rest === '' || list !== undefined) return { kind: 'alert', act: 'allow', change: 'list' }
  let left = remove === undefined ? rest : rest.replace(WORD, '')
  const entries: AllowEntry[] = []
  while (left !== '') {
    const found = ENTRY.exec(left)
    const { kind: word = '', quoted, plain } = found?.groups ?? {}
    const kind = ALLOW_KINDS.find((known) => known === word.toLowerCase())
    const pattern = (quoted ?? plain ?? '').trim()
    if (!found || kind === undefined || pattern === '' || entries.length >= MOST)
      return wrong(text, left)
    entries.push({ kind, pattern })
    left = left.slice(found[0].length)
  }
  const change = remove === undefined ? 'add' : 'remove'
  return { kind: 'alert', act: 'allow', change, entries }
}

function wrong(text: string, part: string): Misread {
  const why = `Name models or tools, up to ${MOST} at once: alert allow model:claude-* tool:chatgpt.`
  return {
    kind: 'misread',
    text,
    problems: [{ text: part, why, suggestions: [] }],
    suggestion: 'alert allow list',
  }
}

/** `alert allow remove model:claude-*`: what `readAllow` reads back as the same. */
export function formatAllow(command: AlertAllow): string {
  if (command.change === 'list') return 'alert allow list'
  const words = command.entries.map(allowWords).join(' ')
  return command.change === 'remove' ? `alert allow remove ${words}` : `alert allow ${words}`
}
