import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { found, type Needle, needlesOf } from './canaries.ts'

/** The slow and obvious way. */
function foundOneByOne(bytes: Buffer, needles: readonly Needle[]): readonly string[] {
  const small = Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1')
  const names = needles.filter((it) => bytes.includes(it.bytes) || small.includes(it.bytes))
  return [...new Set(names.map(({ what }) => what))]
}

test('what is hidden in bytes, in any disguise and any case, is found', () => {
  const needles = needlesOf({ name: 'Zqxname Zqxlast', ip: '198.51.100.213' })
  const hidden = fc
    .constantFrom(...needles.map((it) => it.bytes))
    .chain((bytes) =>
      fc.constantFrom(
        bytes,
        Buffer.from(bytes.toString('latin1').toUpperCase(), 'latin1'),
        bytes.subarray(1),
        Buffer.concat([bytes.subarray(0, 1), bytes]),
      ),
    )
  const noise = fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes))
  fc.assert(
    fc.property(fc.array(fc.oneof(hidden, noise), { maxLength: 6 }), (pieces) => {
      const bytes = Buffer.concat(pieces)
      expect(found(bytes, needles)).toEqual(foundOneByOne(bytes, needles))
    }),
  )
})
