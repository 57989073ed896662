import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const NONCE = 12
const TAG = 16
/** Names of up to this many bytes are of one length. */
const PADDED = 64

/** Hides names, and shows them again, under a key made of that of pseudonyms. */
export type NameSeal = {
  /** Hex; for this account alone, under the present key. */
  seal(name: string, account: number): string
  /** Undefined when it was sealed with another key, for another account, or changed since. */
  open(sealed: string, account: number): string | undefined
}

const derived = (key: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', 'ai-usage display names', 32))

const whose = (account: number): Buffer => Buffer.from(`account ${account}`)

/** `previousKey` opens what was sealed before a change of key that goes on. */
export function nameSeal({
  key,
  previousKey,
}: {
  readonly key: string
  readonly previousKey?: string
}): NameSeal {
  const present = derived(key)
  const all = previousKey === undefined ? [present] : [present, derived(previousKey)]
  return {
    seal(name, account) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', present, nonce, { authTagLength: TAG })
      cipher.setAAD(whose(account))
      const bytes = Buffer.from(name)
      const padded = Buffer.alloc(Math.ceil((bytes.length + 1) / PADDED) * PADDED)
      bytes.copy(padded)
      const text = Buffer.concat([cipher.update(padded), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('hex')
    },
    open(sealed, account) {
      const bytes = Buffer.from(sealed, 'hex')
      if (bytes.length <= NONCE + TAG) return undefined
      for (const one of all) {
        const name = opened(bytes, account, one)
        if (name !== undefined) return name
      }
      return undefined
    },
  }
}

function opened(bytes: Buffer, account: number, key: Buffer): string | undefined {
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), {
    authTagLength: TAG,
  })
  cipher.setAAD(whose(account))
  cipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
  try {
    const text = Buffer.concat([cipher.update(bytes.subarray(NONCE + TAG)), cipher.final()])
    return text.toString('utf8', 0, text.indexOf(0))
  } catch {
    return undefined
  }
}
