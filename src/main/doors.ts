import { callControl } from '#cli/control.ts'
import type { Doors } from '#cli/doors.ts'
import { type Config, readConfig } from '#config.ts'
import { UserError } from '#core/errors.ts'
import { pseudonymKey } from '#key.ts'
import { migrate } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'

import { commandsOf, commandsOn } from './commands.ts'
import { openHouse } from './house.ts'
import { openLog } from './log.ts'

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
    // Slack's packages and the demo's are two thirds of the program: not for who does without them.
    async startBot(io) {
      const { startBot } = await import('./start.ts')
      await startBot(config(), io, (house, argv, from) =>
        commandsOn(house, all, { argv, io: from }),
      )
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
    signing() {
      const { audit, slack, logLevel, now } = config()
      const { channel } = audit
      return {
        ...audit,
        now: () => now ?? Date.now(),
        post: channel === undefined ? undefined : (line) => post(line, channel),
      }
      async function post(line: string, channel: string): Promise<void> {
        const { botToken } = slack
        if (botToken === undefined)
          throw new UserError(
            'AI_USAGE_SECURITY_CHANNEL is set, but Slack is not',
            'Set SLACK_BOT_TOKEN too, or leave the channel out.',
          )
        const { postLine } = await import('#slack/post.ts')
        const text = `The audit trail was signed. Keep this line:\n\`\`\`\n${line}\n\`\`\``
        await postLine(text, { botToken, channel, log: openLog(logLevel) })
      }
    },
  }
  return all
}
