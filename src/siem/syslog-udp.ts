import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'

import type { SinkAddress } from '#core/siem/address.ts'
import type { SiemRecord } from '#core/siem/record.ts'
import type { Sink } from '#forwarding.ts'

import { sinkError } from './code.ts'
import type { Write } from './write.ts'

/**
 * RFC 5424 messages over UDP, a datagram each (RFC 5426). Nobody says whether they arrive: sent is what
 * left this machine, and what it knows nobody took.
 */
export function syslogUdp(
  { host, port }: Extract<SinkAddress, { kind: 'syslog' }>,
  write: Write,
): Sink['send'] {
  return async (records: readonly SiemRecord[]) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    const failed = new Promise<never>((_, reject) => socket.once('error', reject))
    failed.catch(() => undefined)
    const each = async () => {
      await new Promise<void>((resolve) => socket.connect(port, host, resolve))
      for (const record of records)
        await new Promise<void>((resolve, reject) =>
          socket.send(write(record), (error) => (error ? reject(error) : resolve())),
        )
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
