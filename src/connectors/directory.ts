import type { Pseudonymizer } from '#collect.ts'
import { UserError } from '#core/errors.ts'
import type { Rejection } from '#core/import/rejection.ts'
import { day } from '#core/time/day.ts'
import type { Membership, Traits } from '#ingest.ts'

import {
  calendarDay,
  type CellReading,
  type Cells,
  type Fault,
  list,
  refuse,
  slotsOf,
  text,
} from './cells.ts'
import { columns, type Mapping } from './columns.ts'
import { withoutKinds } from './leave-kind.ts'
import { LEAVE_FIELDS, leaveClashes, leaves } from './leave.ts'
import { overlap, type Spell } from './overlap.ts'
import { tableRows } from './table-rows.ts'

export const DIRECTORY_FIELDS = [
  'person',
  'team',
  'from',
  'to',
  'department',
  'cost_centre',
  'location',
  'manager',
  'aliases',
  'groups',
  'function',
  'band',
  'tenure',
  ...LEAVE_FIELDS,
] as const
type Field = (typeof DIRECTORY_FIELDS)[number]
type Reading = CellReading<Field>

const SLOTS = slotsOf(DIRECTORY_FIELDS)
/** Where no `from` is given: as if they had always been there. */
export const ALWAYS = day('1970-01-01')
const TENURES = [
  { name: 'under 1 year', below: 1 },
  { name: '1 to 3 years', below: 3 },
  { name: '3 to 8 years', below: 8 },
  { name: 'over 8 years', below: Infinity },
] as const
const MOST_LEVELS = 8
const MOST_PATH = 200

/** `Sales/EMEA`. A department that is not the path's first level is put in front. */
function unit(reading: Reading): string {
  const path = (text(reading, 'team', MOST_PATH) ?? '').split('/').map((level) => level.trim())
  const department = text(reading, 'department', MOST_PATH)
  if (department?.includes('/'))
    refuse(reading, 'department', ['is a path', 'Name the first level only; write paths in team.'])
  const named = path.length === 1 && path[0] === '' ? [] : path
  const first = named[0]?.toLowerCase()
  const levels =
    department === null || department.toLowerCase() === first ? named : [department, ...named]
  if (levels.length === 0)
    refuse(reading, 'team', ['is missing', "Write the unit's path, like Sales/EMEA."])
  if (levels.includes(''))
    refuse(reading, 'team', ['has an empty level', 'Write it like Sales/EMEA.'])
  if (levels.length > MOST_LEVELS)
    refuse(reading, 'team', [`has more than ${MOST_LEVELS} levels`, 'Shorten the path.'])
  return levels.join('/')
}

function person(reading: Reading): string {
  const written = text(reading, 'person', 320)
  if (written !== null && written !== '-') return written
  return refuse(reading, 'person', ['is missing', 'Write an e-mail address or id.']) ?? ''
}

/** Years, or a band of them: only the band goes further. */
function tenure(reading: Reading): Traits['tenure'] {
  const written = text(reading, 'tenure', 40)
  const band = TENURES.find(({ name }) => name === written?.toLowerCase())
  if (written === null || band) return band?.name ?? null
  const years = /^\d{1,2}([.,]\d{1,6})?$/.test(written) ? Number(written.replace(',', '.')) : NaN
  if (Number.isNaN(years))
    refuse(reading, 'tenure', [
      'is neither years nor a band of them',
      `Write years, like 2.5, or one of ${TENURES.map(({ name }) => name).join(', ')}.`,
    ])
  return TENURES.find(({ below }) => years < below)?.name ?? null
}

function traits(reading: Reading): Pick<Membership, 'traits'> {
  const given = {
    function: text(reading, 'function', 128),
    band: text(reading, 'band', 128),
    tenure: tenure(reading),
  }
  return Object.values(given).some((trait) => trait !== null) ? { traits: given } : {}
}

function read(cells: Cells, { person: hash }: Pseudonymizer): Membership | { fault: Fault<Field> } {
  const reading: Reading = { cells, slots: SLOTS, fault: undefined }
  const who = person(reading)
  const manager = text(reading, 'manager', 320)
  const away = leaves(reading)
  const member = {
    account: hash(who),
    aliases: list(reading, 'aliases').map(hash),
    unit: unit(reading),
    from: calendarDay(reading, 'from') ?? ALWAYS,
    to: calendarDay(reading, 'to'),
    costCentre: text(reading, 'cost_centre', 128),
    location: text(reading, 'location', 128),
    // A manager is a person: a pseudonym like any other.
    manager: manager === null ? null : hash(manager),
    groups: list(reading, 'groups'),
    ...traits(reading),
    ...(away && { leaves: away }),
  }
  if (member.to !== null && member.to < member.from)
    refuse(reading, 'to', ['is before from', 'Swap the two days, or leave to empty.'])
  return reading.fault ? { fault: reading.fault } : member
}

/** One login is one person: an alias that two people claim is refused. */
function claimed(member: Membership, owners: Map<string, Spell & { owner: string }>, line: Spell) {
  for (const login of [member.account, ...member.aliases]) {
    const known = owners.get(login)
    if (known && known.owner !== member.account) return known
    owners.set(login, { ...line, owner: member.account })
  }
  return undefined
}

/**
 * How lines of one directory are read, in the order of `DIRECTORY_FIELDS`. `clash`: two homes of a
 * person on one day, a login that two people claim, or leaves that contradict each other.
 */
export function memberReader(pseudonyms: Pseudonymizer) {
  const spells = new Map<string, Spell[]>()
  const owners = new Map<string, Spell & { owner: string }>()
  const leaveClash = leaveClashes()
  return {
    read: (cells: Cells) => read(cells, pseudonyms),
    clash(member: Membership, spell: Spell): Fault<Field> | undefined {
      const twice = overlap(spells, member.account, spell)
      if (twice) {
        const why = `is in two units on one day: see also ${twice.place}`
        return { field: 'person', why, fix: 'End one line the day before the other starts.' }
      }
      const other = claimed(member, owners, spell)
      if (!other) return leaveClash(member.account, member.leaves, spell.place)
      const why = `and ${other.place} claim one login for two people`
      return { field: 'person', why, fix: 'Give each login to one person.' }
    },
  }
}

/**
 * Reads a directory: one line per person and home unit, with dates where they moved.
 * @throws UserError when the file's columns are not those of a directory
 */
export async function directoryRows(
  paths: readonly string[],
  options: { readonly pseudonyms: Pseudonymizer; readonly mapping: Mapping },
): Promise<{ readonly rows: readonly Membership[]; readonly rejected: readonly Rejection[] }> {
  const reader = memberReader(options.pseudonyms)
  const known = withoutKinds(columns(DIRECTORY_FIELDS, options.mapping))
  const found = await tableRows(paths, {
    columns: () => known,
    slots: SLOTS,
    read: reader.read,
    clash: (member, place) => reader.clash(member, { from: member.from, to: member.to, place }),
  })
  if (found.rows.length === 0 && found.rejected.length === 0)
    throw new UserError('The directory is empty', 'Give at least one line: person,team.')
  return found
}
