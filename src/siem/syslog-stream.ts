import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

import type { SinkAddress, TlsFiles } from '#core/siem/address.ts'
import type { SiemRecord } from '#core/siem/record.ts'
import { type Sink, SinkError } from '#forwarding.ts'

import { sinkError } from './code.ts'
import { octetCounted } from './framing.ts'
import { readTls } from './tls-files.ts'
import type { Write } from './write.ts'

const PATIENCE_MS = 15_000

type Stream = Extract<SinkAddress, { kind: 'syslog' }>

/**
 * RFC 5424 messages over TCP or TLS, a connection a batch. Syslog has no receipts; the nearest there is
 * is that the receiver, told that we are done, has read to the end and closes its side: only then does
 * the batch count as sent.
 */
export function syslogStream(address: Stream, write: Write): Sink['send'] {
  return async (records: readonly SiemRecord[]) => {
    const socket = await connect(address)
    try {
      await deliver(socket, Buffer.concat(records.map((one) => octetCounted(write(one)))))
    } catch (error) {
      throw sinkError(error)
    } finally {
      socket.destroy()
    }
  }
}

async function connect({ host, port, transport, tls }: Stream): Promise<Socket> {
  try {
    return transport === 'tls'
      ? await overTls({ host, port, tls })
      : await opened(connectTcp({ host, port }), 'connect')
  } catch (error) {
    throw sinkError(error)
  }
}

async function overTls({
  host,
  port,
  tls,
}: {
  readonly host: string
  readonly port: number
  readonly tls: TlsFiles
}): Promise<Socket> {
  const servername = isIP(host) === 0 ? { servername: host } : {}
  const files = await readTls(tls)
  const options = { host, port, ...servername, ...files, minVersion: 'TLSv1.2' as const }
  return opened(connectTls(options), 'secureConnect')
}

function opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.destroy()
      reject(error)
    }
    socket.setTimeout(PATIENCE_MS, () => fail(new SinkError('ETIMEDOUT')))
    socket.once('error', fail)
    socket.once(event, () => {
      socket.off('error', fail)
      resolve(socket)
    })
  })
}

function deliver(socket: Socket, frames: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let isDone = false
    socket.setTimeout(PATIENCE_MS, () => reject(new SinkError(isDone ? 'not closed' : 'ETIMEDOUT')))
    socket.on('error', reject)
    socket.once('close', () => reject(new SinkError('closed early')))
    // Nothing is said by a receiver of syslog; what it says must be read for its end to be seen.
    socket.resume()
    socket.once('end', () => (isDone ? resolve() : reject(new SinkError('closed early'))))
    socket.end(frames, () => {
      isDone = true
    })
  })
}
