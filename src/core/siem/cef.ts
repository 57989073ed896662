import type { AlertRecord, Sender, SiemRecord, Who } from './record.ts'
import { severityOf, titleOf } from './record.ts'

/** CEF's ten steps for OCSF's first five. */
const STEPS = { 1: 1, 2: 3, 3: 6, 4: 8, 5: 10 } as const

/** In the header `|` ends a field and `\` escapes; there is no way to write a line's end. */
const cefHeader = (text: string): string =>
  text.replaceAll(/[\\|]/g, String.raw`\$&`).replaceAll(/[\r\n]+/g, ' ')

/** In an extension's value `=` begins the next one and `\` escapes; ends of lines are written `\n`, `\r`. */
const cefValue = (text: string): string =>
  text
    .replaceAll(/[\\=]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)

type Fields = Readonly<Record<string, string | number | null>>

/** The record as one line of ArcSight's Common Event Format, version 0. */
export function cefLine(record: SiemRecord, { version, host }: Sender): string {
  const head = ['CEF:0', 'AI Usage', 'AI Usage', version, signatureOf(record), titleOf(record)]
  const common = { externalId: record.id, rt: record.at, dvchost: host }
  const fields: Fields = { ...common, ...fieldsOf(record) }
  const extension = Object.entries(fields)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}=${cefValue(String(value))}`]))
    .join(' ')
  const [prefix, ...rest] = head
  return `${[prefix, ...rest.map(cefHeader), STEPS[severityOf(record)]].join('|')}|${extension}`
}

function signatureOf(record: SiemRecord): string {
  switch (record.kind) {
    case 'event':
      return record.type
    case 'audit':
      return `audit:${record.action}`
    case 'alert':
      return `alert:${record.rule}`
  }
}

function fieldsOf(record: SiemRecord): Fields {
  switch (record.kind) {
    case 'event':
      return eventFields(record)
    case 'audit':
      return trail(record)
    case 'alert':
      return alertFields(record)
  }
}

const person = (prefix: 's' | 'd', who: Who | null): Fields =>
  who === null ? {} : { [`${prefix}uid`]: who.pseudonym, [`${prefix}user`]: who.alias }

function eventFields(record: Extract<SiemRecord, { kind: 'event' }>): Fields {
  const {
    tool,
    action,
    source,
    outcome,
    object,
    objectKind,
    sequence,
    key,
    place,
    reference,
    publishedAt,
  } = record
  return {
    act: action,
    outcome: outcome === null ? null : outcome === 'ok' ? 'success' : 'failure',
    ...person('s', record.actor),
    ...person('d', record.target),
    destinationServiceName: tool,
    fileType: objectKind,
    deviceFacility: source,
    deviceReceiptTime: record.collectedAt,
    ...labelled(1, 'object', object),
    ...labelled(2, 'key', key ?? null),
    ...labelled(3, 'place', place ?? null),
    ...labelled(4, 'reference', reference ?? null),
    ...(publishedAt != null && {
      deviceCustomDate1: publishedAt,
      deviceCustomDate1Label: 'published',
    }),
    cn1: sequence,
    cn1Label: 'sequence',
  }
}

function trail(record: Extract<SiemRecord, { kind: 'audit' }>): Fields {
  const { action, viewer, place, command, outcome, detail, sequence } = record
  return {
    act: action,
    outcome,
    suid: viewer,
    sourceServiceName: place,
    destinationServiceName: 'AI Usage',
    ...labelled(1, 'command', command === '' ? null : command),
    ...labelled(2, 'detail', Object.keys(detail).length === 0 ? null : JSON.stringify(detail)),
    cn1: sequence,
    cn1Label: 'sequence',
  }
}

/** Who did it, as far as a field has room: the first, and all of them by alias. */
function alertFields(record: AlertRecord): Fields {
  const { rule, tool, events, actors, firstAt, lastAt, sequence } = record
  const names = actors.flatMap(({ alias }) => alias ?? [])
  return {
    act: rule,
    ...person('s', actors[0] ?? null),
    destinationServiceName: tool,
    cnt: events,
    start: firstAt,
    end: lastAt,
    ...labelled(1, 'people', names.length === 0 ? null : names.join(' ')),
    cn1: sequence,
    cn1Label: 'sequence',
  }
}

const labelled = (at: number, label: string, value: string | null): Fields =>
  value === null ? {} : { [`cs${at}`]: value, [`cs${at}Label`]: label }
