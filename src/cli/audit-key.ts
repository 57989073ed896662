import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'

import { type Anchor, type Mark, markText } from '#core/audit/anchor.ts'
import { UserError } from '#core/errors.ts'

const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()

/** The first half of the SHA-256 of the public key (SPKI, DER), hex. */
function idOf(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(der).digest('hex').slice(0, 32)
}

/**
 * Writes a new Ed25519 key into `file` (0600) and its public half into `file.pub`.
 * @throws UserError when there is such a file
 */
export function writeKeys(file: string): { readonly keyId: string; readonly publicFile: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const publicFile = `${file}.pub`
  const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  try {
    writeFileSync(file, secret, { mode: 0o600, flag: 'wx' })
    writeFileSync(publicFile, pem(publicKey), { mode: 0o644, flag: 'wx' })
  } catch {
    throw new UserError(
      `${file} or ${publicFile} cannot be written, or is there already`,
      'Name a new file in a folder that you may write to.',
    )
  }
  return { keyId: idOf(publicKey), publicFile }
}

export type Signer = {
  readonly keyId: string
  sign(mark: Omit<Mark, 'keyId'>): Anchor
  /** Base64. */
  signText(text: string): string
}

/** @throws UserError when the file holds no such key, or others may read it */
export function readSigner(file: string | undefined): Signer {
  if (file === undefined)
    throw new UserError(
      'AI_USAGE_AUDIT_KEY_FILE is not set',
      'Make a key with: ai-usage audit keygen FILE. Then set it, for this command alone.',
    )
  const key = privateKey(file)
  const keyId = idOf(createPublicKey(key))
  const signText = (text: string) => sign(null, Buffer.from(text), key).toString('base64')
  return {
    keyId,
    signText,
    sign(mark) {
      const whole = { ...mark, keyId }
      return { ...whole, signature: signText(markText(whole)) }
    },
  }
}

function privateKey(file: string): KeyObject {
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw new UserError(`Other users can read ${file}`, `Run: chmod 600 '${file}'`)
    const key = createPrivateKey(readFileSync(file))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (error) {
    // What else was thrown may quote the file.
    if (error instanceof UserError) throw error
  }
  throw new UserError(
    `${file} cannot be read, or holds no Ed25519 key`,
    'Name the file that audit keygen wrote in AI_USAGE_AUDIT_KEY_FILE.',
  )
}

const BLOCK = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g

type Signed = { readonly keyId: string; readonly text: string; readonly signature: string }

/**
 * Tells whether a text is signed by one of these public keys (PEM, one after another).
 * @throws UserError when it names another key, since nothing can be said of it then
 */
export function isSignedBy(publicKeys: string | undefined): (signed: Signed) => boolean {
  const keys = new Map(
    [...(publicKeys ?? '').matchAll(BLOCK)].map(([block]) => {
      const key = publicKey(block)
      return [idOf(key), key] as const
    }),
  )
  return ({ keyId, text, signature }) => {
    const key = keys.get(keyId)
    if (!key)
      throw new UserError(
        `It was signed with key ${keyId}, which is not known here`,
        'Give its public half: --key FILE.pub, or AI_USAGE_AUDIT_PUBLIC_KEY.',
      )
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
  }
}

/** The same of an anchor. */
export function signatures(publicKeys: string | undefined): (anchor: Anchor) => boolean {
  const isSigned = isSignedBy(publicKeys)
  return ({ signature, ...mark }) =>
    isSigned({ keyId: mark.keyId, signature, text: markText(mark) })
}

function publicKey(block: string): KeyObject {
  try {
    return createPublicKey(block)
  } catch {
    throw new UserError(
      'A public key of the audit trail cannot be read',
      'Give the file FILE.pub that audit keygen wrote, whole.',
    )
  }
}
