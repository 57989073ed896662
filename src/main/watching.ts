import type { AlertBook } from '#alerts.ts'
import type { Config } from '#config.ts'
import { CONNECTORS } from '#connectors/registry.ts'
import type { Platform } from '#core/access/access.ts'
import { ACCOUNT, platformOf } from '#core/access/account.ts'
import type { LogPages } from '#core/alert/message.ts'
import type { Target } from '#core/delivery/delivery.ts'
import type { Governance } from '#ports.ts'
import type { Roles } from '#rights.ts'
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
  readonly logPages: LogPages
}

const LOG_PAGES: LogPages = new Map(
  CONNECTORS.flatMap(({ streams }) => streams).flatMap(({ source, logPage }) =>
    logPage === undefined ? [] : [[source, logPage] as const],
  ),
)

/** Enough to find one awake, few enough not to wake a company. */
const MOST_PEOPLE = 10

export function watching(
  { db }: Pick<Store, 'db'>,
  { adminChannel, teams }: Pick<Config, 'adminChannel' | 'teams'>,
  roles: Pick<Roles, 'list'>,
): Watching {
  const targets = async (channels: Readonly<Partial<Record<Platform, string | undefined>>>) => {
    const rows = await roles.list()
    // The channel of Slack is of the workspace that the app's token is of.
    return [
      ...places('slack', { channel: channels.slack, workspace: '', rows }),
      ...places('teams', { channel: channels.teams, workspace: teams.tenant ?? '', rows }),
    ]
  }
  return {
    governance: governance(db),
    alerts: alertBook(db, putDelivery),
    alertPeople: () => targets({}),
    alertTargets: () => targets({ slack: adminChannel, teams: teams.adminChannel }),
    logPages: LOG_PAGES,
  }
}

type Known = {
  readonly channel: string | undefined
  readonly workspace: string
  readonly rows: Awaited<ReturnType<Roles['list']>>
}

const IS_ACCOUNT = new RegExp(`^${ACCOUNT}$`)

/** A platform's channel; without one each admin there, and who watches over security, in private. */
function places(platform: Platform, { channel, workspace, rows }: Known): readonly Target[] {
  if (channel !== undefined) return [{ platform, workspace, kind: 'channel', id: channel }]
  const named = rows.flatMap(({ grant, who }) => {
    const [id = '', home = workspace] = who.split('/').toReversed()
    // A group is nobody to write to.
    const someone = IS_ACCOUNT.test(who) && platformOf(who) === platform
    return someone && (grant === 'admin' || grant === 'security') ? [{ id, workspace: home }] : []
  })
  const each = new Map(named.map((one) => [one.id, one]))
  return [...each.values()]
    .slice(0, MOST_PEOPLE)
    .map((one) => ({ platform, kind: 'person', ...one }))
}
