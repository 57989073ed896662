import { basename } from 'node:path'

import { UserError } from '#core/errors.ts'
import { nearest } from '#core/import/nearest.ts'

/** What the command line says about a file's columns, per field. */
export type Mapping = {
  /** The file's name of a field, where it differs. */
  readonly rename: ReadonlyMap<string, string>
  /** Values for what a line leaves empty. */
  readonly constants: ReadonlyMap<string, string>
  /** Columns to drop unread. */
  readonly ignore: ReadonlySet<string>
  /** Values dealt out line by line: line n of the data gets value n modulo their count. */
  readonly dealt: ReadonlyMap<string, readonly string[]>
}

export const NO_MAPPING: Mapping = {
  rename: new Map(),
  constants: new Map(),
  ignore: new Set(),
  dealt: new Map(),
}

/** What a column is: the slot of a field, dropped, or refused with the reason. */
export type Column =
  | { readonly kind: 'field'; readonly slot: number }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'refused'; readonly why: string; readonly fix: string }

/** The fields a file is read into, and how its columns find them. */
export type Columns = {
  readonly fields: readonly string[]
  find(name: string): Column
  /** Fills what the line leaves empty; `ordinal` counts the data lines from 0. */
  fill(cells: unknown[], ordinal: number): void
}

/** Columns that would carry what people wrote, or what was answered. */
const CONTENT = new Set(
  `prompt text content body message messages completion response reply answer input output query
  question transcript userprompt systemprompt prompttext promptcontent messagetext messagecontent
  inputtext outputtext completiontext responsetext conversationtext chathistory`.split(/\s+/),
)

const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const blank = (value: unknown) => value === undefined || value === null || value === ''

function known(field: string, fields: readonly string[], flag: string): void {
  if (fields.includes(field)) return
  const near = nearest(field, fields)
  throw new UserError(
    `${flag}: there is no field '${field}'`,
    near === undefined ? `The fields are ${fields.join(', ')}.` : `Did you mean '${near}'?`,
  )
}

function unknown(name: string, fields: readonly string[]): Column {
  if (CONTENT.has(plain(name)))
    return {
      kind: 'refused',
      why: 'would carry text: prompt text is never stored',
      fix: `Drop the column, or leave it out with --ignore '${name}'.`,
    }
  const near = nearest(name, fields)
  const meant = near === undefined ? '' : `Did you mean '${near}'? `
  return {
    kind: 'refused',
    why: 'is not a field',
    fix: `${meant}Name it with --map FIELD='${name}', or drop it with --ignore '${name}'.`,
  }
}

/** @throws UserError when the mapping names a field that does not exist */
export function columns(fields: readonly string[], mapping: Mapping = NO_MAPPING): Columns {
  for (const field of mapping.rename.keys()) known(field, fields, '--map')
  for (const field of mapping.constants.keys()) known(field, fields, '--set')
  for (const field of mapping.dealt.keys()) known(field, fields, '--assign')
  const slots = new Map(fields.map((field, slot) => [field, slot]))
  const renamed = new Map([...mapping.rename].map(([field, column]) => [column, field]))
  const found = new Map<string, Column>()

  const look = (name: string): Column => {
    const field = renamed.get(name.trim())
    const slot = slots.get(field ?? name.trim().toLowerCase())
    if (mapping.ignore.has(name.trim())) return { kind: 'dropped' }
    if (slot === undefined) return unknown(name.trim(), fields)
    // A column that has a field's name, though --map says the field is elsewhere.
    const elsewhere = field === undefined ? mapping.rename.get(fields[slot] ?? '') : undefined
    if (elsewhere === undefined) return { kind: 'field', slot }
    return {
      kind: 'refused',
      why: `is read from '${elsewhere}' as --map says`,
      fix: `Drop this column with --ignore '${name.trim()}'.`,
    }
  }
  const filled = [...mapping.constants].map(([field, value]) => [slots.get(field), value] as const)
  const dealt = [...mapping.dealt].map(([field, values]) => [slots.get(field), values] as const)

  return {
    fields,
    find(name) {
      const seen = found.get(name)
      if (seen) return seen
      const column = look(name)
      if (found.size < 10_000) found.set(name, column)
      return column
    },
    fill(cells, ordinal) {
      for (const [slot, value] of filled)
        if (slot !== undefined && blank(cells[slot])) cells[slot] = value
      for (const [slot, values] of dealt)
        if (slot !== undefined && blank(cells[slot])) cells[slot] = values[ordinal % values.length]
    },
  }
}

/** @throws UserError naming the path when the list holds nothing to deal out */
export function dealtValues(path: string, text: string): readonly string[] {
  const [, ...rows] = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const values = rows.map((row) => row.trim().replace(/^"(.*)"$/, '$1')).filter((row) => row !== '')
  if (values.length > 0) return values
  throw new UserError(
    `${basename(path)} lists nothing to deal out`,
    'Give a file with one column: a header, then one value per line.',
  )
}
