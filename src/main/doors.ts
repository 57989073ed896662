import { callControl } from '#cli/control.ts'
import type { Doors } from '#cli/doors.ts'
import type { Config } from '#config.ts'
import { UserError } from '#core/errors.ts'
import { pseudonymKey, type PseudonymKeys } from '#key.ts'

import { type Settings, settingsOf } from './settings.ts'
import { stopped } from './stopped.ts'

/** Aborted by Ctrl+C: what was stored stays, and the next pull goes on there. */
function interruption(): AbortSignal {
  const stop = new AbortController()
  void stopped().then(() => stop.abort())
  return stop.signal
}

/** The keys for pseudonyms; one that had to be made is told. */
function keysOf(config: Config, say: (text: string) => void): PseudonymKeys {
  const { made, ...keys } = pseudonymKey(config)
  if (made !== undefined)
    say(`A key for pseudonyms was made in ${made}. Keep a copy as safe as the data.\n`)
  return keys
}

/** What the command line may open, each loaded when it is: help and a running bot need none of it. */
export function doors(version: string): Doors {
  const settings = (now?: number): Settings => {
    const read = settingsOf(process.env)
    return now === undefined ? read : { ...read, config: { ...read.config, now } }
  }
  const config = (now?: number): Config => settings(now).config
  const all: Doors = {
    version,
    async openHouse({ now }) {
      const { config, ...rest } = settings(now)
      const [{ commandsOf }, { openHouse }, { openLog }] = await Promise.all([
        import('./commands.ts'),
        import('./house.ts'),
        import('./log.ts'),
      ])
      const keys = keysOf(config, (text) => process.stderr.write(text))
      const log = openLog(config.logLevel, rest)
      const house = await openHouse(config, { ...keys, log, ...rest })
      return commandsOf(house, () => house[Symbol.asyncDispose](), interruption)
    },
    async forward(argv, io) {
      const { databaseUrl, dataFolder } = config()
      return databaseUrl === undefined ? callControl(dataFolder, argv, io) : undefined
    },
    async startBot(io, { only }) {
      const read = settings()
      const [{ partsOf }, { openingStore }] = await Promise.all([
        import('./parts.ts'),
        import('./opening-store.ts'),
      ])
      const parts = partsOf(read, only)
      // Before the store, which must not be there without it.
      const keys = keysOf(read.config, (text) => io.err(text))
      // Its thread works while this one reads the rest of the program.
      await using store = openingStore(read.config)
      const { startBot } = await import('./start.ts')
      const { redact } = read
      await startBot({ ...read, parts, keys, store: store.opened }, io, {
        only,
        run: async (house, argv, from) => {
          const { commandsOn } = await import('./commands.ts')
          const said = { ...from, err: (text: string) => from.err(redact(text)) }
          return commandsOn(house, all, { argv, io: said })
        },
      })
    },
    async startDemo(io, { now, port }) {
      const { startDemo } = await import('./demo.ts')
      await startDemo(config(now), io, { ...(port !== undefined && { port }) })
    },
    async migrate(io) {
      const { databaseUrl, dataFolder } = config()
      const [{ migrate }, { openStore }] = await Promise.all([
        import('#store/migrate.ts'),
        import('#store/open.ts'),
      ])
      await using store = await openStore({ databaseUrl, dataDir: dataFolder })
      await migrate(store)
      io.out('The store is up to date.\n')
    },
    async evidence() {
      const { evidenceDocuments } = await import('./evidence.ts')
      return evidenceDocuments(config().siem.sinks)
    },
    async teamsPackage(named) {
      const { appId } = config().teams
      if (appId === undefined)
        throw new UserError(
          'Nothing says which app of Teams this is',
          'Set TEAMS_APP_ID to the Application (client) ID of its registration (docs/teams.md).',
        )
      const { appPackage } = await import('#teams/package.ts')
      return appPackage({ appId, ...named })
    },
    async policyFiles() {
      const [{ readPolicy }, { writePolicy }] = await Promise.all([
        import('#policy/read-policy.ts'),
        import('#policy/write-policy.ts'),
      ])
      return { read: readPolicy, write: writePolicy }
    },
    signing() {
      const read = config()
      const { audit, now } = read
      const channel = audit.channel ?? read.teams.securityChannel
      const post = async (line: string) => (await import('./heads.ts')).postHead(line, read)
      return {
        ...audit,
        now: () => now ?? Date.now(),
        post: channel === undefined ? undefined : post,
      }
    },
  }
  return all
}
