import { callControl } from '#cli/control.ts'
import type { Doors, House, Io } from '#cli/doors.ts'
import { runCli } from '#cli/run-cli.ts'
import { type Config, readConfig } from '#config.ts'
import { undoImport } from '#jobs/undo-import.ts'
import { pseudonymKey } from '#key.ts'
import { migrate } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'

import { startDemo } from './demo.ts'
import { openHouse, type OpenHouse } from './house.ts'
import { importFiles } from './import-files.ts'
import { openLog } from './log.ts'
import { startBot } from './start.ts'
import { viewerNamed } from './viewer.ts'

/** What the command line may open. */
export function doors(version: string): Doors {
  const config = (now?: number): Config => {
    const read = readConfig(process.env)
    return now === undefined ? read : { ...read, now }
  }
  const all: Doors = {
    version,
    async openHouse({ now }) {
      const settings = config(now)
      const { key, made } = pseudonymKey(settings)
      if (made !== undefined) {
        process.stderr.write(
          `A key for pseudonyms was made in ${made}. Keep a copy as safe as the data.\n`,
        )
      }
      const house = await openHouse(settings, { key, log: openLog(settings.logLevel) })
      return commandsOf(house, () => house[Symbol.asyncDispose]())
    },
    async forward(argv, io) {
      const { databaseUrl, dataFolder } = config()
      return databaseUrl === undefined ? callControl(dataFolder, argv, io) : undefined
    },
    startBot: (io) => startBot(config(), io, all),
    startDemo: (io, { now, port }) =>
      startDemo(config(now), io, { ...(port !== undefined && { port }) }),
    async migrate(io) {
      const { databaseUrl, dataFolder } = config()
      await using store = await openStore({ databaseUrl, dataDir: dataFolder })
      await migrate(store)
      io.out('The store is up to date.\n')
    },
  }
  return all
}

/** Runs a command line that another process sent, on the house that is open here. */
export function commandsOn(
  house: OpenHouse,
  all: Doors,
  { argv, io }: { readonly argv: readonly string[]; readonly io: Io },
): Promise<number> {
  const here: Doors = {
    ...all,
    forward: () => Promise.resolve(undefined),
    openHouse: () => Promise.resolve(commandsOf(house, () => Promise.resolve())),
  }
  return runCli(argv, io, here)
}

function commandsOf(house: OpenHouse, close: () => PromiseLike<void>): House {
  return {
    importFiles: (request) => importFiles(request, house),
    imports: () => house.ingest.list(),
    undo: (batch) => undoImport(batch, { by: 'operator', at: house.clock.now() }, house),
    viewer: (person) => viewerNamed(person, house),
    ask: house.answer,
    draw: house.draw,
    [Symbol.asyncDispose]: close,
  }
}
