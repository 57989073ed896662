import { createHash } from 'node:crypto'

/** Somebody and their secrets. Every string begins with letters that occur nowhere else. */
export const CANARY = {
  email: 'zqxmail@zqxhost.example',
  name: 'Zqxname Zqxlast',
  login: 'zqxlogin',
  colleague: 'zqxcolleague@zqxelsewhere.example',
  prompt: 'zqxprompt what does the board earn?',
  reply: 'zqxreply forty-two',
  title: 'zqxtitle Salaries',
  file: 'zqxfile.docx',
  asset: 'zqxasset Board assistant',
  conversation: 'zqxconversation-1',
  ip: '198.51.100.213',
} as const

/** What it would look like if it were kept: as it is, or made unreadable by something anyone can undo. */
export type Needle = { readonly what: string; readonly bytes: Buffer }

/** The letters that tell: they survive being cut, joined and changed in case. */
const marks = (text: string) => [...new Set(text.toLowerCase().match(/zqx[a-z]+/g) ?? [text])]

function encoded(what: string, text: string): readonly Needle[] {
  const utf8 = Buffer.from(text)
  // Of base64 only the letters that no neighbour changes.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), utf8])
      .toString('base64')
      .slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + utf8.length) * 8) / 6)),
  )
  return [
    { what, bytes: utf8 },
    { what: `${what} in UTF-16`, bytes: Buffer.from(text, 'utf16le') },
    { what: `${what} in hex`, bytes: Buffer.from(utf8.toString('hex')) },
    ...base64.map((it) => ({ what: `${what} in base64`, bytes: Buffer.from(it) })),
  ]
}

/** A hash without a key is undone by trying everybody. */
function hashed(what: string, text: string): readonly Needle[] {
  return ['sha256', 'sha1', 'md5'].flatMap((kind) => {
    // The first ten bytes tell, and are what a shortened hash would keep.
    const digest = createHash(kind).update(text).digest().subarray(0, 10)
    return [
      { what: `${kind} of ${what}`, bytes: digest },
      { what: `${kind} of ${what} in hex`, bytes: Buffer.from(digest.toString('hex')) },
    ]
  })
}

export function needlesOf(canaries: Readonly<Record<string, string>>): readonly Needle[] {
  return Object.entries(canaries).flatMap(([what, text]) => [
    ...marks(text).flatMap((mark) => encoded(what, mark)),
    ...[...new Set([text, text.toLowerCase()])].flatMap((it) => hashed(what, it)),
  ])
}

/** What each byte is as a small letter. */
const SMALL = Buffer.from(
  String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code)).toLowerCase(),
  'latin1',
)

/**
 * Which canaries are in the bytes; case does not count. One pass for all of them, which hundreds of
 * searches for one each would take minutes over.
 */
export function found(bytes: Buffer, needles: readonly Needle[]): readonly string[] {
  const seen = new Set<Needle>()
  const small = Buffer.alloc(bytes.length)
  for (let at = 0; at < bytes.length; at++) small[at] = SMALL[bytes[at] ?? 0] ?? 0
  const starts = startsOf(needles)
  const begins = new Uint8Array(0x1_00_00)
  for (const start of starts.keys()) begins[start] = 1
  for (const text of [bytes, small])
    for (let at = 0, two = 0; at < text.length; at++) {
      two = ((two << 8) | (text[at] ?? 0)) & 0xff_ff
      if (begins[two] === 0) continue
      for (const needle of starts.get(two) ?? [])
        if (!seen.has(needle) && isAt(text, at - 1, needle.bytes)) seen.add(needle)
    }
  return [...new Set(needles.filter((it) => seen.has(it)).map(({ what }) => what))]
}

/** Needles by their first two bytes. */
function startsOf(needles: readonly Needle[]): ReadonlyMap<number, readonly Needle[]> {
  const starts = new Map<number, Needle[]>()
  for (const needle of needles) {
    const start = needle.bytes.readUInt16BE(0)
    starts.set(start, [...(starts.get(start) ?? []), needle])
  }
  return starts
}

const isAt = (text: Buffer, at: number, bytes: Buffer) =>
  at >= 0 &&
  at + bytes.length <= text.length &&
  text.compare(bytes, 0, bytes.length, at, at + bytes.length) === 0
