import { canonicalJson } from '#core/audit/canonical.ts'
import { UserError } from '#core/errors.ts'

export const FORMAT = 'ai-usage-evidence/1'

export type Document = { readonly name: string; readonly sha256: string; readonly text: string }

/** Where the audit trail ended when the archive was made. */
export type Head = { readonly tenant: number; readonly seq: number; readonly hash: string }

/** What stands over the documents, and what is signed with their hashes. */
export type Statement = {
  readonly format: typeof FORMAT
  /** RFC 3339. */
  readonly at: string
  /** Of the program. */
  readonly version: string
  readonly auditHead: Head
  /** SHA-256 of the privacy policy that holds. */
  readonly policy: string
  readonly documents: readonly Document[]
  /** Which key signed: the first half of the SHA-256 of the public key, hex. */
  readonly keyId: string
}

/** A statement and its Ed25519 signature, base64. */
export type Evidence = Statement & { readonly signature: string }

/** What is signed: everything but the texts, which their hashes stand for. */
export function statementText(statement: Statement): string {
  const { format, at, version, auditHead, policy, documents, keyId } = statement
  const { tenant, seq, hash } = auditHead
  return canonicalJson({
    format,
    at,
    version,
    auditHead: { tenant, seq, hash },
    policy,
    documents: documents.map(({ name, sha256 }) => ({ name, sha256 })),
    keyId,
  })
}

/** A name of a document, and of a file that it may be written to: no folder, nothing hidden. */
const NAME = /^[a-z][a-z0-9.-]{0,60}$/

const isText = (value: unknown): value is string => typeof value === 'string'
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isDocument = (value: unknown): value is Document =>
  isObject(value) &&
  isText(value['name']) &&
  NAME.test(value['name']) &&
  isText(value['sha256']) &&
  isText(value['text'])

const isHead = (value: unknown): value is Head =>
  isObject(value) &&
  Number.isSafeInteger(value['tenant']) &&
  Number.isSafeInteger(value['seq']) &&
  isText(value['hash'])

/** Reads an archive; what it says is not checked yet. @throws UserError when it has another form */
export function readEvidence(text: string, file: string): Evidence {
  const read = parsed(text)
  const { format, at, version, auditHead, policy, documents, keyId, signature } = read
  if (
    format === FORMAT &&
    [at, version, policy, keyId, signature].every(isText) &&
    isHead(auditHead) &&
    Array.isArray(documents) &&
    documents.every(isDocument) &&
    new Set(documents.map(({ name }) => name)).size === documents.length
  )
    return { format, at, version, auditHead, policy, documents, keyId, signature } as Evidence
  throw new UserError(
    `${file} is no evidence archive of this form`,
    'Give the file that ai-usage evidence wrote, whole.',
  )
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(text)
    return isObject(read) ? read : {}
  } catch {
    return {}
  }
}
