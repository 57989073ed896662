import type { Command, Misread, Save, SavedCommand } from './command.ts'
import { inQuotes, readQuoted } from './values.ts'

type Parse = (text: string) => Command | Misread

/** What may be kept under a name: what is asked, nothing that changes something. */
const KINDS: ReadonlySet<Command['kind']> = new Set([
  'alerts',
  'ask',
  'audit',
  'contract',
  'digest',
  'governance',
  'me',
  'metrics',
  'privacy',
  'reconcile',
  'status',
  'why',
])

/** It stands on a button. */
const LONGEST_NAME = 60

/** A name as it is kept: one line, no marks that turn or hide text. */
export function savedName(typed: string): string {
  return typed
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll(/[`\p{Cf}]/gu, '')
    .replaceAll(/ +/g, ' ')
    .trim()
}

/** `save "Monday numbers" team:eng 30d`; what follows `save` from `start` on. */
export function readSave(text: string, start: number, parse: Parse): Command | Misread {
  const { name, rest } = readName(text.slice(start).trim())
  const wrong = wrongName(name, 'save "Monday numbers" team:eng 30d')
  if (wrong !== undefined) return misread(text, wrong)
  const what = rest.trim()
  if (what === '') return { kind: 'save', name }
  const found = parse(what)
  if (found.kind === 'misread') {
    const { problems, suggestion } = found
    const again = suggestion && formatSaved({ kind: 'save', name, what: suggestion })
    return { kind: 'misread', text, problems, ...(again && { suggestion: again }) }
  }
  const acts = !KINDS.has(found.kind) || ('act' in found && found.act !== 'list')
  return acts
    ? misread(text, 'That is not a question; one of numbers can be saved, like `team:eng 30d`.')
    : { kind: 'save', name, what }
}

const VERB = /^(?<verb>rename|remove|delete|share|unshare)\s+(?<rest>\S[\s\S]*)$/iu
const ACTS: Readonly<Record<string, 'remove' | 'share' | 'unshare'>> = {
  remove: 'remove',
  delete: 'remove',
  share: 'share',
  unshare: 'unshare',
}

/** What follows `saved` from `start` on: nothing, a name, or something to do with one. */
export function readSaved(text: string, start: number): SavedCommand | Misread {
  const said = text.slice(start).trim()
  if (said === '' || /^list$/iu.test(said)) return { kind: 'saved', act: 'list' }
  const { verb = '', rest: named = '' } = VERB.exec(said)?.groups ?? {}
  if (verb.toLowerCase() === 'rename') return rename(text, named)
  const act = ACTS[verb.toLowerCase()] ?? 'ask'
  const name = whole(act === 'ask' ? said : named)
  const wrong = wrongName(name, 'saved "Monday numbers"')
  return wrong === undefined ? { kind: 'saved', act, name } : misread(text, wrong)
}

function rename(text: string, named: string): SavedCommand | Misread {
  const { name, rest } = readName(named)
  const to = whole(rest.replace(/^\s*to(?=\s)/iu, ''))
  const wrong =
    wrongName(name, 'saved rename "Monday numbers" "Week"') ??
    wrongName(to, 'saved rename "Monday numbers" "Week"')
  return wrong === undefined ? { kind: 'saved', act: 'rename', name, to } : misread(text, wrong)
}

/** A name in quotes, or its first word, and what is behind it. */
function readName(typed: string): { readonly name: string; readonly rest: string } {
  const quoted = readQuoted(typed, 0)
  const [bare = ''] = /^\S*/u.exec(typed) ?? []
  return quoted
    ? { name: savedName(quoted.value), rest: typed.slice(quoted.end) }
    : { name: savedName(bare), rest: typed.slice(bare.length) }
}

/** A name that nothing follows: its quotes may be left out. */
function whole(typed: string): string {
  const text = typed.trim()
  const quoted = readQuoted(text, 0)
  return savedName(quoted?.end === text.length ? quoted.value : text)
}

function wrongName(name: string, example: string): string | undefined {
  if (name === '') return `Say its name: \`${example}\`.`
  if (name.includes('@')) return 'A name holds no address: call it by what it asks.'
  return name.length > LONGEST_NAME
    ? `A name has at most ${LONGEST_NAME} characters; this has ${name.length}.`
    : undefined
}

function misread(text: string, why: string): Misread {
  return {
    kind: 'misread',
    text,
    problems: [{ text: text.trim(), why, suggestions: [] }],
    suggestion: 'saved',
  }
}

/** As `readSave` and `readSaved` read them back. */
export function formatSaved(command: Save | SavedCommand): string {
  if (command.kind === 'save')
    return [
      'save',
      inQuotes(command.name),
      ...(command.what === undefined ? [] : [command.what]),
    ].join(' ')
  switch (command.act) {
    case 'list':
      return 'saved'
    case 'ask':
      return `saved ${inQuotes(command.name)}`
    case 'rename':
      return `saved rename ${inQuotes(command.name)} ${inQuotes(command.to)}`
    case 'remove':
    case 'share':
    case 'unshare':
      return `saved ${command.act} ${inQuotes(command.name)}`
  }
}
