import { ALLOW_KINDS, type AllowEntry, allowWords } from '#core/alert/allow.ts'
import { EXCEPT_KINDS, type Exception } from '#core/alert/except.ts'
import { isAlias } from '#core/privacy/alias.ts'

import type { AlertAllow, Misread } from './command.ts'

const ENTRY =
  /^(?<kind>[a-z]+)\s*[:=]\s*(?:"(?<quoted>[^"\n]{1,100})"|(?<plain>[^\s",;]{1,100}))(?:[\s,;]+|$)/iu
const WORD = /^(?:(?<list>list)$|(?<remove>remove|forget)\s+)/iu
const MOST = 20

type Pair = { readonly kind: string; readonly pattern: string }

/**
 * What follows `alert allow`: names of models and tools, or what one rule passes over; `remove` before
 * them takes them off the list.
 */
export function readAllow(text: string, start: number): AlertAllow | Misread {
  const rest = text.slice(start).trim()
  const { list, remove } = WORD.exec(rest)?.groups ?? {}
  if (rest === '' || list !== undefined) return { kind: 'alert', act: 'allow', change: 'list' }
  let left = remove === undefined ? rest : rest.replace(WORD, '')
  const pairs: Pair[] = []
  while (left !== '') {
    const found = ENTRY.exec(left)
    const { kind = '', quoted, plain } = found?.groups ?? {}
    const pattern = (quoted ?? plain ?? '').trim()
    if (!found || pattern === '' || pairs.length >= MOST) return wrong(text, left)
    pairs.push({ kind: kind.toLowerCase(), pattern })
    left = left.slice(found[0].length)
  }
  const change = remove === undefined ? 'add' : 'remove'
  const rules = pairs.filter(({ kind }) => kind === 'rule')
  const about = pairs.filter(({ kind }) => kind !== 'rule')
  const [rule] = rules
  if (about.length === 0 || rules.length > 1) return wrong(text, rest)
  return rule ? ofRule(rule.pattern) : ofLists()

  function ofLists(): AlertAllow | Misread {
    const entries: AllowEntry[] = []
    for (const { kind: word, pattern } of about) {
      const kind = ALLOW_KINDS.find((known) => known === word)
      if (kind === undefined) return wrong(text, `${word}:${pattern}`)
      entries.push({ kind, pattern })
    }
    return { kind: 'alert', act: 'allow', change, entries }
  }

  function ofRule(name: string): AlertAllow | Misread {
    const exceptions: Exception[] = []
    for (const { kind: word, pattern } of about) {
      const kind = EXCEPT_KINDS.find((known) => known === word)
      if (kind === undefined) return wrong(text, `${word}:${pattern}`)
      if (kind === 'integration' && !HASH.test(pattern)) return noHash(text, pattern)
      if (
        kind === 'sender' &&
        (isAlias(pattern.toLowerCase().replaceAll('*', '')) || pattern.includes('@'))
      )
        return noPerson(text, pattern)
      exceptions.push({ rule: name.toLowerCase(), kind, pattern })
    }
    return { kind: 'alert', act: 'allow', change, exceptions }
  }
}

const HASH = /^[0-9a-f]{8,64}$/iu

const wrong = (text: string, part: string): Misread =>
  misread(
    text,
    part,
    `Name models or tools, up to ${MOST} at once: alert allow model:claude-* tool:chatgpt. Or what one rule passes over: alert allow sender:ci-* rule:shared-key; ${EXCEPT_KINDS.join(', ')}.`,
  )

const noHash = (text: string, part: string): Misread =>
  misread(
    text,
    part,
    'An integration goes by the eight letters and digits or more that `governance` shows beside it: its name is not kept.',
  )

const noPerson = (text: string, part: string): Misread =>
  misread(
    text,
    part,
    'People are on no list: silence the alert, or the rule, for a time. A sender is a key or a service.',
  )

function misread(text: string, part: string, why: string): Misread {
  return {
    kind: 'misread',
    text,
    problems: [{ text: part, why, suggestions: [] }],
    suggestion: 'alert allow list',
  }
}

/** `alert allow remove model:claude-*`: what `readAllow` reads back as the same. */
export function formatAllow(command: AlertAllow, wordsOf = allowWords): string {
  if (command.change === 'list') return 'alert allow list'
  const words = allowedWords(command, wordsOf)
  return command.change === 'remove' ? `alert allow remove ${words}` : `alert allow ${words}`
}

/** `sender:ci-* rule:shared-key` */
export function allowedWords(
  command: Exclude<AlertAllow, { readonly change: 'list' }>,
  wordsOf = allowWords,
): string {
  if ('entries' in command) return command.entries.map(wordsOf).join(' ')
  const { exceptions } = command
  return [...exceptions.map(wordsOf), `rule:${exceptions[0]?.rule ?? ''}`].join(' ')
}
