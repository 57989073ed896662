import { openCharts } from '#charts/open.ts'
import type { Pseudonymizer } from '#collect.ts'
import type { Config } from '#config.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { writeCsv } from '#csv/write-csv.ts'
import type { Ingest } from '#ingest.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { exportCsv } from '#jobs/export-csv.ts'
import type { Clock, Draw, Log, Precedence, Reconcile, UsageReader, Workspace } from '#ports.ts'
import type { House as SlackHouse } from '#slack/house.ts'
import { admins } from '#store/admins.ts'
import { aliases } from '#store/aliases.ts'
import { answers } from '#store/answers.ts'
import { audit } from '#store/audit.ts'
import { claims } from '#store/claims.ts'
import { ingest } from '#store/ingest.ts'
import { memory } from '#store/memory.ts'
import { migrate } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'
import { precedence } from '#store/precedence.ts'
import { rebuildDirtyDays } from '#store/rebuild.ts'
import { reconciler } from '#store/reconcile.ts'
import { roles } from '#store/roles.ts'
import { usageReader } from '#store/usage-reader.ts'
import { workspace } from '#store/workspace.ts'

/** Everything behind the doors, opened from one configuration. */
export type OpenHouse = AsyncDisposable &
  SlackHouse & {
    readonly config: Config
    readonly usage: UsageReader
    readonly workspace: Workspace
    readonly ingest: Ingest
    readonly precedence: Precedence
    readonly reconcile: Reconcile
    readonly pseudonyms: Pseudonymizer
    /** Recomputes days left stale by a process that was stopped. */
    rebuildStale(): Promise<void>
    /** Checks the fonts and starts the drawing thread, so that the first asker waits for neither. */
    warmCharts(): Promise<void>
  }

export type HouseOptions = { readonly key: string; readonly log: Log }

/**
 * Opens the store, migrated and with no stale day left by a process that was stopped.
 * @throws UserError when the store cannot be had
 */
export async function openHouse(config: Config, { key, log }: HouseOptions): Promise<OpenHouse> {
  const closing = new AsyncDisposableStack()
  try {
    const store = closing.use(
      await openStore({ databaseUrl: config.databaseUrl, dataDir: config.dataFolder }),
    )
    await migrate(store)
    await rebuildDirtyDays(store.db)
    const space = workspace(store.db, config.timeZone)
    // Here rather than at the first question: days are never counted in another zone than was asked.
    await space.zone()
    const charts = openLazily(config)
    closing.use(charts)
    const pseudonyms = pseudonymizer(key)
    const clock: Clock = { now: () => config.now ?? Date.now() }
    const reads = {
      usage: usageReader(store.db, { pseudonym: pseudonyms.person, holidays: config.holidays }),
      workspace: space,
      reconcile: reconciler(store.db),
      aliases: aliases(store.db, pseudonyms.person),
      roles: roles(store.db, config),
      holidays: config.holidays,
      clock,
      log,
      audit: audit(store.db),
    }
    const kept = answers(store.db)
    const opened = closing.move()
    return {
      ...reads,
      config,
      answers: kept,
      answer: answerCommand({ ...reads, answers: kept }),
      exportCsv: exportCsv({ ...reads, writeCsv }),
      admins: admins(store.db, adminsIn(config)),
      claims: claims(store.db),
      memory: memory(store.db),
      draw: charts.draw,
      ingest: ingest(store),
      precedence: precedence(store.db),
      pseudonyms,
      async rebuildStale() {
        await rebuildDirtyDays(store.db)
      },
      warmCharts: charts.warm,
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    }
  } catch (error) {
    await closing.disposeAsync()
    throw error
  }
}

/** Whoever the settings make an admin: with one, nobody can claim the first place. */
function adminsIn({ admins, roles }: Config) {
  const chosen = roles.filter(({ grant }) => grant === 'admin')
  const users = chosen.flatMap((one) => ('user' in one ? [one.user] : []))
  return { configured: [...admins, ...users], byGroup: users.length < chosen.length }
}

type Charts = Awaited<ReturnType<typeof openCharts>>

type LazyCharts = AsyncDisposable & { readonly draw: Draw; readonly warm: () => Promise<void> }

/** Charts load Vega and fonts: not for a command that draws nothing. */
function openLazily({ fontsFolder }: Config): LazyCharts {
  let opened: Promise<Charts> | undefined
  const open = () => (opened ??= openCharts({ fontsDir: fontsFolder }))
  return {
    warm: async () => {
      await open()
    },
    draw: async (chart, options) => (await open()).draw(chart, options),
    async [Symbol.asyncDispose]() {
      await (await opened)?.[Symbol.asyncDispose]()
    },
  }
}
