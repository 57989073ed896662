import { crc32, deflateRawSync } from 'node:zlib'

export type Entry = { readonly name: string; readonly bytes: Uint8Array }

/** 1 January 1980, where the format begins: the same files are the same bytes whenever they are packed. */
const DAY = 0x21
const VERSION = 20
const UTF8 = 0x800
const DEFLATED = 8

/** A record of little-endian numbers, of two bytes or (with `n`) of four: `[2, n(4)]`. */
function record(fields: readonly (number | bigint)[]): Buffer {
  return Buffer.concat(
    fields.map((value) => {
      const bytes = Buffer.alloc(typeof value === 'bigint' ? 4 : 2)
      if (typeof value === 'bigint') bytes.writeUInt32LE(Number(value))
      else bytes.writeUInt16LE(value)
      return bytes
    }),
  )
}

/** What both headers of a file begin with. */
function described({ name, bytes }: Entry, packed: Uint8Array) {
  const sizes = [BigInt(crc32(bytes)), BigInt(packed.length), BigInt(bytes.length)]
  return [VERSION, UTF8, DEFLATED, 0, DAY, ...sizes, Buffer.byteLength(name), 0]
}

/** A zip of a few small files: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function zip(entries: readonly Entry[]): Uint8Array {
  const files: Buffer[] = []
  const listed: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const packed = deflateRawSync(entry.bytes)
    const fields = described(entry, packed)
    const name = Buffer.from(entry.name)
    const file = Buffer.concat([record([0x04034b50n, ...fields]), name, packed])
    files.push(file)
    listed.push(record([0x02014b50n, VERSION, ...fields, 0, 0, 0, 0n, BigInt(at)]), name)
    at += file.length
  }
  const list = Buffer.concat(listed)
  const many = entries.length
  const end = record([0x06054b50n, 0, 0, many, many, BigInt(list.length), BigInt(at), 0])
  return Buffer.concat([...files, list, end])
}
