import type { GovernanceEvent, Pseudonymizer } from '#collect.ts'
import { GOVERNANCE_TYPES, isGovernanceType } from '#core/governance/type.ts'
import type { RowBatch } from '#core/import/outcome.ts'
import { zone } from '#core/time/local.ts'
import type { GovernanceRow } from '#ingest.ts'

import { type CellReading, type Cells, choice, type Fault, refuse, slotsOf, text } from './cells.ts'
import { columns, type Mapping } from './columns.ts'
import { rowBatches } from './row-batches.ts'
import { sourceName } from './source-name.ts'
import { timeCell } from './time-cell.ts'
import { offsetsOf } from './time.ts'
import { toolCell } from './tool-cells.ts'
import { MOST_LETTERS } from './usage-schema.ts'

export const GOVERNANCE_FIELDS = [
  'time',
  'id',
  'tool',
  'type',
  'action',
  'person',
  'target',
  'object_kind',
  'object',
  'outcome',
] as const
type Field = (typeof GOVERNANCE_FIELDS)[number]

const SLOTS = slotsOf(GOVERNANCE_FIELDS)
const OUTCOMES = ['ok', 'denied'] as const
/** A word of a log is stored and shown as it is, so it must look like one and not like somebody's name or address. */
const WORD = /^[a-z0-9][a-z0-9_.:/-]{0,63}$/u
const DAY_MS = 86_400_000

type Options = {
  readonly mapping: Mapping
  /** Names the log; without it, its entries are of their tool. */
  readonly source?: string
  /** The zone of times written without an offset; without it they are refused. */
  readonly timeZone?: string
  readonly pseudonyms: Pseudonymizer
  /** Epoch milliseconds. */
  readonly now: number
}

type Reader = Pick<Options, 'pseudonyms' | 'now' | 'source'> & {
  readonly offsetAt: ((wall: number) => number) | undefined
}

/**
 * Reads files of audit log entries, one after the other; nothing is held but the batch at hand.
 * @throws UserError when a file, a column or an option cannot be used at all
 */
export async function* governanceBatches(
  paths: readonly string[],
  { mapping, pseudonyms, now, source, timeZone }: Options,
): AsyncGenerator<RowBatch<GovernanceRow>> {
  const reader: Reader = {
    pseudonyms,
    now,
    offsetAt: timeZone === undefined ? undefined : offsetsOf(zone(timeZone)),
    ...(source !== undefined && { source: sourceName(source) }),
  }
  yield* rowBatches(paths, {
    columns: columns(GOVERNANCE_FIELDS, mapping),
    slots: SLOTS,
    read: (cells) => readEntry(cells, reader),
  })
}

function readEntry(
  cells: Cells,
  { pseudonyms, now, offsetAt, source }: Reader,
): GovernanceRow | { readonly fault: Fault<Field> } {
  const reading: CellReading<Field> = { cells, slots: SLOTS, fault: undefined }
  const micros = timeCell(reading, offsetAt)
  if (micros / 1000 > now + DAY_MS)
    refuse(reading, 'time', [
      'is more than a day from now',
      'Check the clock and the zone of what wrote the log.',
    ])
  const id = text(reading, 'id', MOST_LETTERS.name)
  if (id === null)
    refuse(reading, 'id', [
      'is missing',
      'Give the log’s own id of the entry: by it, it is stored once.',
    ])
  const tool = toolCell(reading)
  const typed = word(reading, 'type')
  if (typed === null)
    refuse(reading, 'type', ['is missing', `Write one of ${GOVERNANCE_TYPES.join(', ')}.`])
  const action = word(reading, 'action') ?? typed
  const objectKind = word(reading, 'object_kind')
  const [actor, target] = [whom(reading, 'person'), whom(reading, 'target')]
  const object = text(reading, 'object', MOST_LETTERS.name)
  const outcome = choice(reading, 'outcome', OUTCOMES)
  if (reading.fault) return { fault: reading.fault }
  const type = typed !== null && isGovernanceType(typed) ? typed : undefined
  const event: GovernanceEvent = {
    atMicros: BigInt(micros),
    source: source ?? tool,
    tool,
    type: type ?? 'other',
    action: action ?? 'other',
    actor: actor && pseudonyms.person(actor),
    target: target && pseudonyms.person(target),
    objectKind,
    object: object && pseudonyms.asset(object),
    outcome,
    id: pseudonyms.event(id ?? ''),
    // A file is no API that documents what its ids are made of.
    reference: null,
  }
  return { event, isKnown: type !== undefined }
}

function word(reading: CellReading<Field>, field: Field): string | null {
  const written =
    text(reading, field, MOST_LETTERS.name)?.toLowerCase().replaceAll(/\s+/gu, '_') ?? null
  if (written === null || WORD.test(written)) return written
  return refuse(reading, field, [
    'is not a word of a log',
    'Write at most 64 letters, digits, dots, colons, slashes and dashes, like role.updated.',
  ])
}

function whom(reading: CellReading<Field>, field: Field): string | null {
  const written = text(reading, field, MOST_LETTERS.person)
  return written === '-' ? null : written
}
