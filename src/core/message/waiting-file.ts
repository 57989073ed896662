import { formatExport } from '#core/command/export.ts'
import { redact } from '#core/command/redact.ts'

import { counted, grouped } from './english.ts'
import type { Message } from './message.ts'

/** Rows, and how many there will be where that is known; undefined: none is read yet. */
type Progress = { readonly rows: number; readonly of?: number | undefined } | undefined

/** The file that somebody waits for: of what, as they asked for it. */
type Wanted = { readonly what: string; readonly excel: boolean }

/** Said, and said anew, to whoever waits for a file. */
export function writingMessage(wanted: Wanted, progress: Progress): Message {
  return saying(`Your CSV of ${named(wanted)} is being made.`, howFar(progress))
}

function howFar(progress: Progress): string {
  if (progress === undefined || progress.rows === 0) return 'Reading the numbers …'
  const { rows, of } = progress
  if (of === undefined || of < rows) return `${counted(rows, 'row')} so far …`
  const share = `${Math.floor((100 * rows) / of)} %`
  return `${grouped(rows)} of ${counted(of, 'row')} (${share}) …`
}

/** What takes the place of how far it was. */
export const doneMessage = (wanted: Wanted): Message =>
  saying(`Your CSV of ${named(wanted)} is made.`, '')

export const stoppedMessage = (wanted: Wanted): Message =>
  saying(`There is no CSV of ${named(wanted)}.`, 'Why is said where you asked for it.')

/** For whoever waited, where the program was stopped meanwhile. Names nobody. */
export function cutOffMessage(wanted: Wanted): Message {
  const command = formatExport({ ...wanted, what: redact(wanted.what) })
  const whole = command === formatExport(wanted)
  const says = saying(
    `Your CSV of ${whole ? named(wanted) : 'some time ago'} was cut off.`,
    'The program was stopped while it was made. If no file came, ask for it again.',
  )
  if (!whole) return says
  const again = { label: 'Make it again', act: { kind: 'ask', command } } as const
  return { ...says, parts: [...says.parts, { kind: 'buttons', buttons: [again] }] }
}

const named = ({ what }: Wanted): string =>
  what === '' ? 'your last answer' : `\`${what.replaceAll(/[`\s]+/gu, ' ').trim()}\``

function saying(summary: string, more: string): Message {
  const text = more === '' ? summary : `${summary} ${more}`
  return { title: '', summary, parts: [{ kind: 'text', text }] }
}
