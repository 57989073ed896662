import { DEFAULT_POLICY, type Policy } from '#core/policy/policy.ts'
import type { Db } from '#db/db.ts'
import { displayNames } from '#store/display-names.ts'
import { policyBook } from '#store/policy.ts'
import { nameSeal } from '#store/seal-name.ts'

import { address } from './workplace-people.ts'

/** What people are called, on a store of a test's own. */
export function keptNames(db: Db, pseudonym: (identifier: string) => string) {
  const book = policyBook(db)
  const names = displayNames(db, nameSeal({ key: 'a key of at least thirty-two letters' }))
  return {
    reads: { names, policies: book },
    /** Keeps these, by who they are, under a policy that two people wanted on that day. */
    keep: async (
      day: string,
      called: Readonly<Record<string, string>>,
      points: Partial<Policy> = {},
    ): Promise<Policy> => {
      const after = (await book.history()).length
      const at = Date.parse(`${day}T12:00:00Z`)
      const policy: Policy = { ...DEFAULT_POLICY, ...points, mode: 'named' }
      const by = 'operator'
      const weaker = [{ point: 'mode', from: '', to: '', weaker: true }]
      const row = { at, viewer: by, place: 'command line', action: 'policy' } as const
      await book.put(
        { policy, hash: '', at, by, weaker },
        { after, row: { ...row, command: 'policy apply', outcome: 'done', detail: {} } },
      )
      const given = Object.entries(called).map(([who, name]) => ({
        account: pseudonym(address(who)),
        name,
      }))
      const kept = { ...row, action: 'import', command: 'import names [file]' } as const
      await names.keep(given, {
        dryRun: false,
        row: (detail) => ({ ...kept, outcome: 'done', detail }),
      })
      return policy
    },
  }
}

export type Names = ReturnType<typeof keptNames>
