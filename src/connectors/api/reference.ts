const OPAQUE = /^[A-Za-z0-9._:/+=-]{1,200}$/
/** Four numbers with dots, in any base, wherever they stand; and what has the colons of the newer kind. */
const ADDRESS =
  /(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){3}|::|(?:[0-9a-f]{1,4}:){5,}[0-9a-f]{1,4}/i
/** `ada_at_corp.example`, `ada=40corp.example`. */
const INSTEAD_OF_AT = /[._:/+=-]at[._:/+=-]|=40/i
const MAIL = /^[\x20-\x7e]+@[\x20-\x7e]+$/

/**
 * A vendor's own id of an entry of its log, as its API gives it, for finding the entry there again; null
 * where it is none, or might say who or where somebody is. It is kept in the clear and shown with alerts,
 * so it must be opaque: letters, digits and the marks that UUIDs, ULIDs, URNs and base64 are made of, and no
 * longer than any of them. What has an `@` or a space is no id. What is an address of a machine or of a
 * mailbox, also with the `@` written otherwise or all of it encoded, is somebody's. A name alone can't be told
 * from an id: so only a field that its vendor documents as the entry's id may be given here.
 */
export function referenceOf(id: string): string | null {
  if (!OPAQUE.test(id) || ADDRESS.test(id) || INSTEAD_OF_AT.test(id)) return null
  const decoded = [Buffer.from(id, 'base64'), Buffer.from(id, 'hex')]
  return decoded.some((bytes) => MAIL.test(bytes.toString('latin1'))) ? null : id
}
