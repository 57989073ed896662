import { createSocket } from 'node:dgram'
import { once } from 'node:events'

import { expect, test } from 'vitest'

import { readAddress, type SinkAddress } from '#core/siem/address.ts'
import { syslogUdp } from '#siem/syslog-udp.ts'
import { anEvent } from '#test/support/siem.ts'

/** What a socket of Linux holds unless told otherwise (net.core.rmem_default). */
const RECEIVER_BYTES = 212_992

const ADDRESS = 'syslog+udp://127.0.0.1'

const place = (port: number): Extract<SinkAddress, { kind: 'syslog' }> => {
  const address = readAddress(`${ADDRESS}:${port}`)
  if (typeof address === 'string' || address.kind !== 'syslog') throw new Error(ADDRESS)
  return address
}

test.each([
  ['short', 100],
  ['long', 9_000],
])(
  'of %s records no more leaves at once over UDP than the buffer of a receiver that is busy holds',
  async (_, length) => {
    const receiver = createSocket('udp4')
    let received = 0
    receiver.on('message', () => (received += 1))
    receiver.bind(0, '127.0.0.1')
    await once(receiver, 'listening')
    let written = 0
    const bursts: number[] = []
    const send = syslogUdp(
      place(receiver.address().port),
      () => {
        written += 1
        return 'x'.repeat(length)
      },
      async () => {
        // What is written next waits for this pause.
        bursts.push(written - 1 - bursts.reduce((sum, burst) => sum + burst, 0))
        await expect.poll(() => received, { interval: 1 }).toBe(written - 1)
      },
    )
    const records = Array.from({ length: 500 }, () => anEvent())
    await send(records)
    await expect.poll(() => received).toBe(records.length)
    receiver.close()
    expect(bursts.length).toBeGreaterThan(2)
    expect(Math.max(...bursts) * (2 * length + 1024)).toBeLessThan(RECEIVER_BYTES)
  },
)
