import { callControl } from '#cli/control.ts'
import type { Doors } from '#cli/doors.ts'
import type { Config } from '#config.ts'
import { pseudonymKey } from '#key.ts'
import { migrate } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'

import { commandsOf, commandsOn } from './commands.ts'
import { openHouse } from './house.ts'
import { openLog } from './log.ts'
import { type Settings, settingsOf } from './settings.ts'
import { stopped } from './stopped.ts'

/** Aborted by Ctrl+C: what was stored stays, and the next pull goes on there. */
function interruption(): AbortSignal {
  const stop = new AbortController()
  void stopped().then(() => stop.abort())
  return stop.signal
}

/** What the command line may open. */
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
      const { key, made } = pseudonymKey(config)
      if (made !== undefined) {
        process.stderr.write(
          `A key for pseudonyms was made in ${made}. Keep a copy as safe as the data.\n`,
        )
      }
      const log = openLog(config.logLevel, rest)
      const house = await openHouse(config, { key, log, ...rest })
      return commandsOf(house, () => house[Symbol.asyncDispose](), interruption)
    },
    async forward(argv, io) {
      const { databaseUrl, dataFolder } = config()
      return databaseUrl === undefined ? callControl(dataFolder, argv, io) : undefined
    },
    // Slack's packages and the demo's are two thirds of the program: not for who does without them.
    async startBot(io, { only }) {
      const { startBot } = await import('./start.ts')
      const read = settings()
      const { redact } = read
      await startBot(read, io, {
        only,
        run: (house, argv, from) => {
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
      await using store = await openStore({ databaseUrl, dataDir: dataFolder })
      await migrate(store)
      io.out('The store is up to date.\n')
    },
  }
  return all
}
