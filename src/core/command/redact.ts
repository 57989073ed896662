import { allowWords } from '#core/alert/allow.ts'
import { isAssetAlias } from '#core/metric/asset-kind.ts'
import { isAlias } from '#core/privacy/alias.ts'

import { formatAllow } from './alert-allow.ts'
import type { Command, FilterKey, Problem } from './command.ts'
import { format } from './format.ts'
import { LONGEST_TEXT } from './grammar.ts'
import type { Piece } from './meaning.ts'
import { parse } from './parse.ts'
import { scan } from './scan.ts'
import { keyOf } from './suggest.ts'
import { writeValue } from './values.ts'

const PERSON = '[person]'
const ASSET = '[asset]'
const SENDER = 'sender:[name]'
/** A budget of one person that was not understood, as far as can be told. */
const OF_BUDGET =
  /^[\s\p{Cf}]*(?:budgets?(?=$|\W)|alert\W+budget(?=$|\W)[\s\S]*(?:user|person|p-))/iu
const ADDRESS = String.raw`[^\s,;:"'“”<>()|]*@[^\s,;:"'“”<>()|]+`
/** A conversation of Teams: its id is nobody's address. */
const CONVERSATION = String.raw`\b19:[\w-]+@thread\.(?:tacv2|v2|skype)(?![\w.-])`
const ADDRESSES = new RegExp(`(?<conversation>${CONVERSATION})|${ADDRESS}`, 'gu')

/**
 * A command, or the text someone typed, as audit rows and logs may hold it: canonical where it was
 * understood, without control characters, and with everyone but aliases written `[person]`.
 */
export function redact(command: Command | string): string {
  if (typeof command === 'string') {
    if (command.length > LONGEST_TEXT) return `[${command.length} characters]`
    const parsed = parse(command)
    if (parsed.kind === 'misread' && OF_BUDGET.test(command)) return `budget user:${PERSON}`
    return parsed.kind === 'misread' ? withoutAddresses(redactText(command)) : redact(parsed)
  }
  if (command.kind === 'why') return `why ${redact({ ...command, kind: 'ask' })}`
  if (command.kind === 'subscribe')
    return withoutAddresses(format({ ...command, what: redact(command.what) }))
  if (command.kind === 'subscriptions' && command.act === 'edit' && command.what !== undefined)
    return withoutAddresses(format({ ...command, what: redact(command.what) }))
  if (command.kind === 'save' && command.what !== undefined)
    return withoutAddresses(format({ ...command, what: redact(command.what) }))
  // Of whom, of what and how much is nobody's business but theirs and its maker's.
  if (command.kind === 'budget' && command.act === 'make') return `budget user:${PERSON}`
  if (command.kind === 'alert' && command.act === 'allow')
    return withoutAddresses(formatAllow(command, allowHidden))
  if (command.kind !== 'ask') return withoutAddresses(format(command))
  const { compare, ...whole } = command
  const { user, asset, ...filters } = command.filters
  const beside = compare && redactValues(compare.key, compare.values)
  const others = format({ ...(beside === undefined ? command : whole), filters })
  const hidden = [
    ...(user ? [redactUsers(user)] : []),
    ...(asset ? [redactAssets(asset)] : []),
    ...(beside === undefined ? [] : [`compare:${beside}`]),
  ]
  return withoutAddresses([...hidden, others].join(' '))
}

/** Keys and services go by names that somebody gave them, which may be their own. */
const allowHidden: typeof allowWords = (one) => (one.kind === 'sender' ? SENDER : allowWords(one))

/** Undefined where values name nobody and tell nothing. */
function redactValues(key: FilterKey, values: readonly string[]): string | undefined {
  if (key === 'user') return redactUsers(values)
  return key === 'asset' ? redactAssets(values) : undefined
}

function redactAssets(values: readonly string[]): string {
  return `asset:${values.map((value) => (isAssetAlias(value) ? writeValue(value) : ASSET)).join(',')}`
}

function redactUsers(values: readonly string[]): string {
  return `user:${values.map((value) => (isAlias(value.toLowerCase()) ? writeValue(value) : PERSON)).join(',')}`
}

function redactText(text: string): string {
  let from = 0
  const parts = scan(text).map((piece) => {
    const between = text.slice(from, piece.start)
    from = piece.end
    return between + redactPiece(piece, text)
  })
  return parts.join('') + text.slice(from)
}

function redactPiece({ start, end, meanings }: Piece, text: string): string {
  const [meaning] = meanings
  if (meaning?.kind === 'filter') {
    const hidden = redactValues(meaning.key, meaning.values)
    if (hidden !== undefined) return hidden
  }
  if (meaning?.kind === 'compare') {
    const hidden = redactValues(meaning.compare.key, meaning.compare.values)
    if (hidden !== undefined) return `compare:${hidden}`
  }
  if (meaning?.kind === 'problem' && mayBePerson(meaning.problem)) return PERSON
  return text.slice(start, end)
}

/** What was not understood, unless it can only be something else than a person. */
function mayBePerson({ text, suggestions }: Problem): boolean {
  if (suggestions.length > 0)
    return suggestions.some((it) => it.startsWith('user:') || it.startsWith('compare:'))
  const [name = '', ...value] = text.split(/[:=：]/u)
  const key = keyOf(name)
  if (key !== undefined && key !== 'user') return false
  return /[\p{L}\p{N}]/u.test(value.length > 0 ? value.join('') : name)
}

/** No address, nothing a text column or a log line cannot hold. */
export function withoutAddresses(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(ADDRESSES, (found, conversation?: string) => (conversation ? found : PERSON))
    .replaceAll(/\p{Cc}+/gu, ' ')
}
