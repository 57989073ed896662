import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import type { SinkAddress } from '#core/siem/address.ts'
import type { SiemRecord } from '#core/siem/record.ts'
import type { Sink } from '#forwarding.ts'

import { sinkError } from './code.ts'
import type { Write } from './write.ts'

/** Linux holds 208 KiB for a receiver that is busy, and counts up to twice what a datagram is long. */
const BURST_BYTES = 64 * 1024
/** What a datagram takes there besides. */
const EACH_BYTES = 1024
/** A receiver has read a burst by then: some 2,500 records a second. */
const PAUSE_MS = 10

/**
 * RFC 5424 messages over UDP, a datagram each (RFC 5426). Nobody says whether they arrive: sent is what
 * left this machine, and what it knows nobody took. They leave in bursts that a receiver's buffer holds.
 */
export function syslogUdp(
  { host, port }: Extract<SinkAddress, { kind: 'syslog' }>,
  write: Write,
  pause: () => Promise<unknown> = () => sleep(PAUSE_MS),
): Sink['send'] {
  return async (records: readonly SiemRecord[]) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    const failed = new Promise<never>((_, reject) => socket.once('error', reject))
    failed.catch(() => undefined)
    const each = async () => {
      await new Promise<void>((resolve) => socket.connect(port, host, resolve))
      let burst = 0
      for (const record of records) {
        const message = write(record)
        const bytes = Buffer.byteLength(message) + EACH_BYTES
        if (burst > 0 && burst + bytes > BURST_BYTES) {
          await pause()
          burst = 0
        }
        burst += bytes
        await new Promise<void>((resolve, reject) =>
          socket.send(message, (error) => (error ? reject(error) : resolve())),
        )
      }
    }
    try {
      await Promise.race([each(), failed])
    } catch (error) {
      throw sinkError(error)
    } finally {
      socket.close()
    }
  }
}
