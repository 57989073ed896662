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

const lower = (bytes: Buffer) => Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1')

/** Which canaries are in the bytes; case does not count. */
export function found(bytes: Buffer, needles: readonly Needle[]): readonly string[] {
  const folded = lower(bytes)
  const names = needles.filter((it) => bytes.includes(it.bytes) || folded.includes(it.bytes))
  return [...new Set(names.map(({ what }) => what))]
}
