import { assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { cefLine } from '#core/siem/cef.ts'
import { FORMATTERS, FORMATS } from '#core/siem/format.ts'
import { OCSF_VERSION, ocsfEvent } from '#core/siem/ocsf.ts'
import { syslogMessage } from '#core/siem/syslog.ts'
import { ocsfFaults, publishedVersion } from '#test/support/ocsf.ts'
import { anAlert, anEvent, aRow, SENDER } from '#test/support/siem.ts'

const TYPES = [
  'data_access',
  'integration_connected',
  'integration_disconnected',
  'role_change',
  'asset_published',
  'key_created',
  'key_deleted',
  'key_used',
  'policy_change',
  'sign_in_anomaly',
  'injection_flag',
  'seat_change',
  'other',
  'a_type_of_next_year',
]
const SERVICE = { pseudonym: 'ee'.repeat(32), alias: null, service: true }

describe('OCSF', () => {
  test('is of the version whose published schema checks it', () => {
    expect(publishedVersion()).toBe(OCSF_VERSION)
  })

  test.each(TYPES)('%s is what the published schema allows, whatever is not known', (type) => {
    for (const actor of [anEvent().actor, SERVICE, null])
      for (const target of [SERVICE, null])
        for (const object of [null, 'cd'.repeat(32)])
          for (const outcome of ['ok', 'denied', null] as const) {
            const used =
              object === null
                ? {}
                : { key: 'ci-runner', place: 'other address', reference: 'e-1', publishedAt: 1 }
            const about = { type, actor, target, object, outcome, objectKind: object }
            const event = anEvent({ ...about, ...used })
            expect(ocsfFaults(ocsfEvent(event, SENDER))).toEqual([])
          }
  })

  test.each(['answered', 'misread', 'refused', 'failed', 'done'])(
    'a row of the audit trail that was %s is what the published schema allows',
    (outcome) => {
      for (const action of ['ask', 'lock', 'reveal'])
        expect(ocsfFaults(ocsfEvent(aRow({ outcome, action }), SENDER))).toEqual([])
    },
  )

  test.each(['info', 'warning', 'critical', 'of next year'])(
    'an alert that is %s is what the published schema allows',
    (severity) => {
      for (const actors of [[], [SERVICE], [SERVICE, ...anAlert().actors]])
        for (const tool of [null, 'claude'])
          expect(ocsfFaults(ocsfEvent(anAlert({ severity, actors, tool }), SENDER))).toEqual([])
    },
  )

  test.each([
    ['misses what is required', { actor: undefined }, 'actor is missing'],
    ['has what the class does not have', { finding_info: {} }, 'finding_info is unknown'],
    ['has a value that is not listed', { severity_id: 7 }, 'severity_id may not be 7'],
    ['has another type', { time: '2026' }, 'time is no timestamp_t'],
    ['counts its type wrong', { type_uid: 1 }, 'type_uid is not 600302'],
    ['has an actor that is nobody', { actor: {} }, 'actor. has none of process'],
    ['has a user of unknown parts', { actor: { user: { nick: 'x' } } }, 'actor.user.nick'],
    ['has one where there are many', { resources: {} }, 'resources is no array'],
  ])('an event that %s would be found', (_, wrong, fault) => {
    const event = { ...ocsfEvent(anEvent(), SENDER), ...wrong }
    expect(ocsfFaults(event).join('; ')).toContain(fault)
  })
})

describe('the vendor’s own id', () => {
  const known = anEvent({
    reference: 'activity_7',
    publishedAt: Date.parse('2026-11-20T10:30:00Z'),
  })
  const one = (format: (typeof FORMATS)[number]) => FORMATTERS[format](known, SENDER)

  test('is where each format has it, and so is when the vendor published it', () => {
    expect(JSON.parse(one('ocsf'))).toMatchObject({
      metadata: { uid: known.id, original_event_uid: 'activity_7' },
      unmapped: { published_time: known.publishedAt },
    })
    expect(one('cef')).toContain(
      `cs4=activity_7 cs4Label=reference deviceCustomDate1=${known.publishedAt} deviceCustomDate1Label=published`,
    )
    expect(JSON.parse(one('json'))).toMatchObject({
      reference: 'activity_7',
      publishedAt: '2026-11-20T10:30:00.000Z',
    })
  })

  test.each(FORMATS)('is left out of %s where the vendor has none', (format) => {
    const line = FORMATTERS[format](anEvent(), SENDER)
    expect(line).not.toMatch(/reference|original_event_uid|publish/)
  })
})

describe('who', () => {
  test.each(FORMATS)('%s names a person by alias and pseudonym, and by nothing else', (format) => {
    const line = FORMATTERS[format](anEvent({ target: SERVICE }), SENDER)
    expect(line).toContain('teal-otter')
    expect(line).toContain('ab'.repeat(32))
    expect(line).toContain(SERVICE.pseudonym)
    expect(line).toContain('0123456789abcdef0123456789abcdef')
    const alert = FORMATTERS[format](anAlert(), SENDER)
    expect(alert).toContain('teal-otter')
    expect(alert).toContain('alert-3')
  })

  test.each(FORMATS)('%s is one line, whatever was typed', (format) => {
    const row = aRow({ command: 'a\nb\r\nc\u2028', detail: { reason: 'x\ny' } })
    expect(FORMATTERS[format](row, SENDER)).not.toMatch(/[\r\n]/)
  })
})

/** CEF as its receivers read it: a header of eight fields, then values that end where a key begins. */
function readCef(line: string) {
  const fields = line.match(/(?:\\.|[^\\|])*(?:\||$)/g) ?? []
  const header = fields.slice(0, 7).map((field) => field.slice(0, -1).replaceAll(/\\(.)/g, '$1'))
  const rest = line.slice(fields.slice(0, 7).join('').length)
  const extension: Record<string, string> = {}
  for (const [, key = '', value = ''] of rest.matchAll(
    /(?:^| )(\w+)=((?:\\.|[^\\=])*?)(?=(?: \w+=)|$)/g,
  ))
    extension[key] = value.replaceAll(/\\(.)/g, (_, it: string) =>
      it === 'n' ? '\n' : it === 'r' ? '\r' : it,
    )
  return { header, extension }
}

describe('CEF', () => {
  const nasty = string({
    unit: constantFrom('a', '\\', '=', '|', ' ', '\n', '\r', 'é', 'act=', 'n', '😀'),
    minLength: 1,
  })

  test('whatever stands in a field comes back, and ends no other field', () => {
    assert(
      property(nasty, nasty, nasty, (type, action, place) => {
        const event = readCef(cefLine(anEvent({ type, action }), SENDER))
        expect(event.header[0]).toBe('CEF:0')
        expect(event.header[4]).toBe(type.replaceAll(/[\r\n]+/g, ' '))
        expect(event.header).toHaveLength(7)
        expect(event.extension['act']).toBe(action)
        expect(event.extension['externalId']).toBe(anEvent().id)
        const row = readCef(cefLine(aRow({ place, command: action }), SENDER)).extension
        expect(row['sourceServiceName']).toBe(place)
        expect(row['cs1']).toBe(action)
        expect(JSON.parse(row['cs2'] ?? '')).toEqual(aRow().detail)
        const alert = readCef(cefLine(anAlert({ says: action, rule: type }), SENDER))
        expect(alert.header[5]).toBe(action.replaceAll(/[\r\n]+/g, ' '))
        expect(alert.extension['act']).toBe(type)
      }),
      { numRuns: 60 },
    )
  })
})

test('a syslog message is told with its facility, its severity, its time and its kind', () => {
  expect(syslogMessage(anEvent({ type: 'injection_flag' }), '{}', SENDER)).toBe(
    '<107>1 2026-11-20T10:00:00.123Z collector-1 ai-usage - event - {}',
  )
  expect(syslogMessage(aRow(), 'CEF:0', { ...SENDER, host: 'ünï host' })).toBe(
    '<110>1 2026-11-20T12:00:00.000Z nhost ai-usage - audit - CEF:0',
  )
})
