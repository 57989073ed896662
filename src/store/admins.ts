import { createHash, randomInt } from 'node:crypto'

import { and, eq, isNull, sql } from 'drizzle-orm'

import { platformOf } from '#core/access/account.ts'
import type { Db } from '#db/db.ts'
import { admin, claimCode } from '#db/schema/chat.ts'
import type { Admins } from '#rights.ts'

import { named } from './rows.ts'

/** No letter or digit that is easily taken for another. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const CODE_LENGTH = 12

const hash = (code: string) =>
  createHash('sha256').update(code.trim().toUpperCase().replaceAll('-', '')).digest('hex')

/** The company the store serves. */
const TENANT = 1

const stored = (platform: string, workspace: string) =>
  and(eq(admin.tenantId, TENANT), eq(admin.platform, platform), eq(admin.workspace, workspace))

const unused = and(eq(claimCode.tenantId, TENANT), isNull(claimCode.usedAt))

const hasAdmin = async (db: Db): Promise<boolean> =>
  (await db.select({ userId: admin.userId }).from(admin).where(eq(admin.tenantId, TENANT)).limit(1))
    .length > 0

/**
 * Who may ask: the ones configured (`U123`, or `T123/U123` in one workspace) and the one who claimed
 * the printed code. An empty list makes nobody an admin. `byGroup`: settings make a user group admins,
 * so there is no code.
 */
export function admins(
  db: Db,
  options: { readonly configured: readonly string[]; readonly byGroup?: boolean },
): Admins {
  const configured = new Set(options.configured)
  const bySettings = configured.size > 0 || options.byGroup === true
  const isConfigured = (workspace: string, user: string) =>
    configured.has(user) || configured.has(`${workspace}/${user}`)

  return {
    isAdmin: (platform, workspace, user) =>
      named('find admin', async () => {
        if (isConfigured(workspace, user)) return true
        const found = await db
          .select({ userId: admin.userId })
          .from(admin)
          .where(and(stored(platform, workspace), eq(admin.userId, user)))
        return found.length > 0
      }),

    list: (platform, workspace) =>
      named('list admins', async () => {
        const found = await db
          .select({ userId: admin.userId })
          .from(admin)
          .where(stored(platform, workspace))
        const here = [...configured]
          .filter((entry) => platformOf(entry) === platform)
          .filter((entry) => !entry.includes('/') || entry.startsWith(`${workspace}/`))
          .map((entry) => entry.split('/').at(-1) ?? entry)
        return [...new Set([...here, ...found.map((row) => row.userId)])].toSorted()
      }),

    claim: (code, platform, workspace, user) =>
      named('claim admin code', () =>
        db.transaction(async (tx) => {
          if (bySettings || (await hasAdmin(tx))) return false
          const used = await tx
            .update(claimCode)
            .set({ usedAt: sql`now()`, usedBy: `${platform}:${workspace}/${user}` })
            .where(and(unused, eq(claimCode.codeHash, hash(code))))
            .returning({ codeHash: claimCode.codeHash })
          if (used.length === 0) return false
          await tx
            .insert(admin)
            .values({ platform, workspace, userId: user, grantedBy: 'claim code' })
            .onConflictDoNothing()
          return true
        }),
      ),

    newClaimCode: () =>
      named('make claim code', async () => {
        if (bySettings) return undefined
        if (await hasAdmin(db)) return undefined
        const code = Array.from({ length: CODE_LENGTH }, () =>
          LETTERS.charAt(randomInt(LETTERS.length)),
        ).join('')
        // Only the newest code counts: one printed to an old log is worth nothing.
        await db.delete(claimCode).where(unused)
        await db.insert(claimCode).values({ codeHash: hash(code) })
        return code.replace(/(.{4})(?=.)/g, '$1-')
      }),
  }
}
