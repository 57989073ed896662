import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { referenceOf } from '#connectors/api/reference.ts'

describe('a vendor’s id of an entry', () => {
  test.each([
    '7d1f5b0a-8c1e-4f6b-9b1e-1f6c1a2b3c4d',
    'audit_log-xxx_yyyymmdd',
    'activity_01J9ZK3V5T8QWERTYUIOPASDFG',
    'IhPE4zTMVFhnB7q0GPqXTA',
    'urn:log:1/2+3=',
    'a'.repeat(200),
  ])('passes as it is: %s', (id) => {
    expect(referenceOf(id)).toBe(id)
  })

  test.each([
    '',
    'a'.repeat(201),
    'two words',
    'ada@corp.example',
    'login:ada_at_corp.example',
    'ada=40corp.example',
    'ada%40corp.example',
    '203.0.113.7',
    'login/203.0.113.7:443',
    '2001:db8::7',
    '2001:0db8:0000:0000:0000:0000:0000:0007',
    'Zoë',
    'x`y',
  ])('does not pass where it may say who or where: %s', (id) => {
    expect(referenceOf(id)).toBeNull()
  })

  const spellings = (text: string) =>
    (['base64', 'base64url', 'hex'] as const).map((how) => Buffer.from(text).toString(how))

  test('is never an address of a mailbox or a machine, however it is written', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.emailAddress({ size: 'small' }), fc.ipV4Extended(), fc.ipV6()),
        fc.constantFrom('', 'id:', 'login/', 'x-'),
        (address, before) => {
          // One may be written as fewer numbers than four, which an id may be too.
          fc.pre(/[@:]|(?:.+\.){3}/.test(address))
          const written = address.includes('@') ? spellings(address) : []
          for (const id of [before + address, ...written]) expect(referenceOf(id)).toBeNull()
        },
      ),
    )
  })
})
