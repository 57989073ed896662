import type { Columns } from './columns.ts'

/** `Leave type`, `absence_reason`, `Type of Leave`: what such a column says is of somebody's health or family. */
const AWAY = /leave|absence|absent|sick|maternity|paternity|parental|disability|medical/
const KIND = /type|kind|reason|categor|code|name|descri|comment|note|plan|cause|diagnos|status/

/** Columns that say why somebody is away are dropped unread: nobody has to think of leaving them out. */
export function withoutKinds(columns: Columns): Columns {
  return {
    ...columns,
    find(name) {
      const found = columns.find(name)
      const plain = name.toLowerCase()
      const isKind = AWAY.test(plain) && KIND.test(plain)
      return found.kind === 'refused' && isKind ? { kind: 'dropped' } : found
    },
  }
}
