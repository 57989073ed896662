import type { IncomingHttpHeaders } from 'node:http'

import type { World } from './world.ts'

const PART_BYTES = 320 * 1024
const MOST_IN_PART = 60 * 1024 * 1024

/**
 * Where OneDrive takes a file in parts, in order, each but the last a multiple of 320 KiB:
 * https://learn.microsoft.com/graph/api/driveitem-createuploadsession
 */
export function storage(world: Pick<World, 'files'>) {
  const sessions = new Map<string, Buffer>()
  return (path: string, part: Buffer, headers: IncomingHttpHeaders) => {
    const range = /^bytes (?<from>\d+)-(?<to>\d+)\/(?<of>\d+)$/
    const { from, to, of } = range.exec(headers['content-range'] ?? '')?.groups ?? {}
    const before = sessions.get(path) ?? Buffer.alloc(0)
    const whole = Buffer.concat([before, part])
    if (Number(from) !== before.length || Number(to) + 1 !== whole.length)
      return { status: 416, body: {} }
    if (part.length > MOST_IN_PART) return { status: 413, body: {} }
    sessions.set(path, whole)
    if (whole.length < Number(of))
      return { status: part.length % PART_BYTES === 0 ? 202 : 400, body: {} }
    world.files.push({ url: path, bytes: whole, authorized: 'authorization' in headers })
    return { status: 201, body: {} }
  }
}
