import type { AlertBook } from '#alerts.ts'
import type { Config } from '#config.ts'
import type { Target } from '#core/delivery/delivery.ts'
import type { Governance, Roles } from '#ports.ts'
import { alertBook } from '#store/alerts.ts'
import { governance } from '#store/governance.ts'
import { putDelivery } from '#store/outbox.ts'
import type { Store } from '#store/store.ts'

/** What happens in the tools, and who is told of it. */
export type Watching = {
  readonly governance: Governance
  readonly alerts: AlertBook
  /** Where alerts go. */
  readonly alertTargets: () => Promise<readonly Target[]>
  /** Each who may act on alerts, in private. */
  readonly alertPeople: () => Promise<readonly Target[]>
}

/** Enough to find one awake, few enough not to wake a company. */
const MOST_PEOPLE = 10

export function watching(
  { db }: Pick<Store, 'db'>,
  { adminChannel }: Pick<Config, 'adminChannel'>,
  roles: Pick<Roles, 'list'>,
): Watching {
  return {
    governance: governance(db),
    alerts: alertBook(db, putDelivery),
    alertPeople: async () => people(await roles.list()),
    alertTargets: async () =>
      adminChannel === undefined
        ? people(await roles.list())
        : // The channel is of the workspace that the app's token is of.
          [{ platform: 'slack', workspace: '', kind: 'channel', id: adminChannel }],
  }
}

/** Without a channel each admin, and who watches over security, in private. */
function people(rows: Awaited<ReturnType<Roles['list']>>): readonly Target[] {
  const named = rows.flatMap(({ grant, who }) => {
    const [id = '', workspace = ''] = who.split('/').toReversed()
    // A group is nobody to write to.
    return (grant === 'admin' || grant === 'security') && /^[UW]/.test(id)
      ? [{ id, workspace }]
      : []
  })
  const each = new Map(named.map((one) => [one.id, one]))
  return [...each.values()]
    .slice(0, MOST_PEOPLE)
    .map((one) => ({ platform: 'slack', kind: 'person', ...one }))
}
