import { UserError } from '#core/errors.ts'

import { canonicalJson } from './canonical.ts'

/** A place in the chain and what stood there: its end, or where dropped rows ended. */
export type Mark = {
  readonly kind: 'head' | 'checkpoint'
  readonly tenant: number
  readonly seq: number
  readonly hash: string
  /** When it was signed, RFC 3339. */
  readonly at: string
  /** Which key signed: the first half of the SHA-256 of the public key, hex. */
  readonly keyId: string
}

/** A mark and its Ed25519 signature, base64. Kept outside the store, it anchors the chain. */
export type Anchor = Mark & { readonly signature: string }

/** What is signed. */
export function markText({ kind, tenant, seq, hash, at, keyId }: Mark): string {
  return canonicalJson({ kind, tenant, seq, hash, at, keyId })
}

/** One line of a file of anchors. */
export function anchorLine(anchor: Anchor): string {
  return canonicalJson({ ...anchor })
}

/**
 * Reads the anchors of a file: one JSON object a line; lines that begin otherwise, such as chat around a
 * copied anchor, are passed over. @throws UserError when a line is no anchor, or none is
 */
export function readAnchors(text: string, file: string): readonly Anchor[] {
  const lines = text.split('\n').map((line, at) => [line.trim(), at + 1] as const)
  const anchors = lines
    .filter(([line]) => line.startsWith('{'))
    .map(([line, at]) => anchorOf(line, `${file}, line ${at}`))
  if (anchors.length > 0) return anchors
  throw new UserError(
    `${file} holds no anchor`,
    'Give the file that audit sign wrote, or lines copied from the security channel.',
  )
}

function anchorOf(line: string, where: string): Anchor {
  const read = parsed(line)
  const { kind, tenant, seq, hash, at, keyId, signature } = read
  if (
    (kind === 'head' || kind === 'checkpoint') &&
    Number.isSafeInteger(tenant) &&
    Number.isSafeInteger(seq) &&
    [hash, at, keyId, signature].every((it) => typeof it === 'string')
  )
    return { kind, tenant, seq, hash, at, keyId, signature } as Anchor
  throw new UserError(`${where} is no anchor`, 'Copy the whole line again from where it is kept.')
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>
  } catch {
    return {}
  }
}
