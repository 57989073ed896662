import { and, eq } from 'drizzle-orm'

import type { Grant } from '#core/access/access.ts'
import { platformOf } from '#core/access/account.ts'
import { directoryOf, type GroupGrant, type Held, type UserGrant } from '#core/access/grants.ts'
import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'
import { admin } from '#db/schema/chat.ts'
import { roleGrant } from '#db/schema/trust-access.ts'
import type { GrantRow, Holder, Roles } from '#rights.ts'

import { grantedToGroups, grantToGroup, takeFromGroup } from './group-grants.ts'
import { groupTrouble, heldInGroups, ofDirectories } from './role-groups.ts'
import { named } from './rows.ts'

/** The company the store serves. */
const TENANT = 1
const chiefsHere = eq(admin.tenantId, TENANT)
const grantsHere = eq(roleGrant.tenantId, TENANT)

type Settings = {
  /** AI_USAGE_ADMINS: admins who may see people. */
  readonly admins: readonly string[]
  /** AI_USAGE_ROLES. */
  readonly roles: readonly (GroupGrant | UserGrant)[]
}

type Who = { readonly workspace: string; readonly user: string }

const same = (a: Held, b: Held) => a.grant === b.grant && a.unit === b.unit

function fromSettings({ admins, roles }: Settings): readonly UserGrant[] {
  return [
    ...admins.flatMap((user) => [
      { grant: 'admin', user } as const,
      { grant: 'person', user } as const,
    ]),
    ...roles.flatMap((one) => ('user' in one ? [one] : [])),
  ]
}

/** Who has which role: by the settings, and by what admins gave. */
export function roles(db: Db, settings: Settings): Roles {
  const configured = fromSettings(settings)
  const all = settings.roles.flatMap((one) => ('group' in one ? [one] : []))
  const isHere = ({ workspace, user }: Who, entry: string) =>
    entry === user || entry === `${workspace}/${user}`
  const adminIs = ({ workspace, user }: Who) =>
    and(
      chiefsHere,
      eq(admin.platform, platformOf(user)),
      eq(admin.workspace, workspace),
      eq(admin.userId, user),
    )
  const grantIs = ({ workspace, user }: Who) =>
    and(
      grantsHere,
      eq(roleGrant.platform, platformOf(user)),
      eq(roleGrant.workspace, workspace),
      eq(roleGrant.userId, user),
    )
  const exactly = (who: Who, { grant, unit = '' }: Held) =>
    and(grantIs(who), eq(roleGrant.role, grant), eq(roleGrant.unit, unit))

  async function given(from: Pick<Db, 'select'>, who: Holder): Promise<readonly Held[]> {
    if ('group' in who)
      return (await grantedToGroups(from)).flatMap(({ group, grant, unit = '' }) =>
        group === who.group ? [held(grant, unit)] : [],
      )
    const [chief, others] = await Promise.all([
      from.select({ person: admin.person }).from(admin).where(adminIs(who)),
      from
        .select({ role: roleGrant.role, unit: roleGrant.unit })
        .from(roleGrant)
        .where(grantIs(who)),
    ])
    return [
      ...chief.flatMap(({ person }) => [
        { grant: 'admin' } as const,
        ...(person ? [{ grant: 'person' } as const] : []),
      ]),
      ...others.map(({ role, unit }) => held(role, unit)),
    ]
  }

  const set = (who: Holder): readonly Held[] =>
    'group' in who
      ? all.flatMap(({ group, ...one }) => (group === who.group ? [one] : []))
      : configured.filter(({ user }) => isHere(who, user))

  async function checkTake(from: Pick<Db, 'select'>, one: Held, who: Holder): Promise<void> {
    if (set(who).some((has) => same(has, one))) throw inSettings(one)
    if (one.grant !== 'admin' || configured.some(({ grant }) => grant === 'admin')) return
    const all = await from.select({ userId: admin.userId }).from(admin).where(chiefsHere)
    // Who is in a group may be nobody: it takes a person to be left.
    if ('group' in who && all.length === 0) throw lastAdmin()
    if ('group' in who) return
    const has = await from.select({ userId: admin.userId }).from(admin).where(adminIs(who))
    if (has.length > 0 && all.length === 1) throw lastAdmin()
  }

  return {
    groups: () =>
      named('groups with a role', async () =>
        [...all, ...(await grantedToGroups(db))].filter(({ group }) => !directoryOf(group)),
      ),

    inGroups: (known) =>
      named('roles by groups', async () => heldInGroups(db, await ofDirectories(db, all), known)),

    of: (who) => named('find roles', async () => [...set(who), ...(await given(db, who))]),

    list: () =>
      named('list roles', async () => {
        const chiefs = await db
          .select()
          .from(admin)
          .where(chiefsHere)
          .orderBy(admin.workspace, admin.userId)
        const others = await db
          .select()
          .from(roleGrant)
          .where(grantsHere)
          .orderBy(roleGrant.workspace, roleGrant.userId)
        const toGroups = [
          ...all.map((one) => ({ ...one, by: 'settings' })),
          ...(await grantedToGroups(db)),
        ]
        const trouble = await groupTrouble(
          db,
          toGroups.filter(({ group }) => directoryOf(group)),
        )
        return [
          ...configured.map(({ user: who, ...one }): GrantRow => ({ ...one, who, by: 'settings' })),
          ...toGroups.map(({ group, ...one }) => ({
            ...one,
            who: `group ${group}`,
            ...(directoryOf(group) && unread(group, trouble)),
          })),
          ...chiefs.flatMap(({ workspace, userId, person, grantedBy: by }) => {
            const who = `${workspace}/${userId}`
            const rest = person ? [{ grant: 'person', who, by } as const] : []
            return [{ grant: 'admin', who, by } as const, ...rest]
          }),
          ...others.map(({ workspace, userId, role, unit, grantedBy: by }) => ({
            ...held(role, unit),
            who: `${workspace}/${userId}`,
            by,
          })),
        ]
      }),

    give: (one, { by, ...to }) =>
      named('grant role', () =>
        db.transaction(async (tx) => {
          if ([...set(to), ...(await given(tx, to))].some((has) => same(has, one))) return false
          if ('group' in to) return grantToGroup(tx, one, { group: to.group, by })
          const { grant, unit = '' } = one
          const key = {
            platform: platformOf(to.user),
            workspace: to.workspace,
            userId: to.user,
            grantedBy: by,
          }
          if (grant === 'admin') await tx.insert(admin).values({ ...key, person: false })
          else await tx.insert(roleGrant).values({ ...key, role: grant, unit })
          return true
        }),
      ),

    mayTake: (one, from) => named('check role', () => checkTake(db, one, from)),

    take: (one, from) =>
      named('revoke role', () =>
        db.transaction(async (tx) => {
          if (one.grant === 'admin') await tx.select().from(admin).where(chiefsHere).for('update')
          await checkTake(tx, one, from)
          if ('group' in from) return takeFromGroup(tx, one, from.group)
          const where = adminIs(from)
          if (one.grant === 'admin')
            return (await tx.delete(admin).where(where).returning()).length > 0
          const flagged =
            one.grant === 'person'
              ? await tx
                  .update(admin)
                  .set({ person: false })
                  .where(and(where, eq(admin.person, true)))
                  .returning()
              : []
          const gone = await tx.delete(roleGrant).where(exactly(from, one)).returning()
          return flagged.length + gone.length > 0
        }),
      ),
  }
}

/** A group that was never read, or not for minutes, gives nobody a role. */
function unread(group: string, trouble: ReadonlyMap<string, string> | undefined) {
  const why = trouble?.get(group)
  return why !== undefined && { trouble: why }
}

const held = (role: string, unit: string): Held => ({
  grant: role as Grant,
  ...(unit !== '' && { unit }),
})

const inSettings = ({ grant }: Held) =>
  new UserError(
    `A setting makes them ${grant}`,
    'Take it out of `AI_USAGE_ADMINS` or `AI_USAGE_ROLES` and start AI Usage again.',
  )

const lastAdmin = () =>
  new UserError(
    'They are the only admin, and without one nobody could give roles again',
    'Make somebody else an admin first, with `roles grant admin` and their Slack user id.',
  )
