import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

import type { Io } from '#cli/doors.ts'
import { progress } from '#cli/progress.ts'
import type { Config } from '#config.ts'
import { UserError } from '#core/errors.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'
import { HISTORY_DAYS } from '#db/seeds/company.ts'
import { writeDemoFiles } from '#db/seeds/files.ts'
import { startDemoPage } from '#demo/page/start.ts'
import { type SlackFake, startSlackFake } from '#demo/slack-fake/start.ts'
import { takeFirstLimits } from '#jobs/first-limits.ts'
import { publishWhenDue } from '#jobs/publish.ts'
import { startSlack } from '#slack/app.ts'

import { startDelivering } from './delivering.ts'
import { settleEvents } from './demo-events.ts'
import { settleSignals } from './demo-signals.ts'
import { openHouse } from './house.ts'
import { importFiles } from './import-files.ts'
import { openLog } from './log.ts'
import type { OpenHouse } from './open-house.ts'
import { stopped } from './stopped.ts'

const FOLDER = '.demo'
const MARK = 'demo.json'
/** Nobody is behind these pseudonyms, and the same company should look the same everywhere. */
const KEY = 'a key for a made-up company, and nothing else'
const ADMIN = 'UADMIN'
/** Two of the company's people, and a guest who is none. */
const PEOPLE = [
  {
    id: ADMIN,
    name: 'ada',
    realName: 'Ada Park',
    standing: 'admin',
    email: 'ada.park@example.com',
  },
  { id: 'UMEMBER', name: 'ben', realName: 'Ben Larsen', email: 'ben.larsen@example.com' },
  { id: 'UGUEST', name: 'gil', realName: 'Gil Santos', standing: 'guest' },
] as const

type Mark = { readonly anchor: Day; readonly through: Day | null }

type Demo = AsyncDisposable & {
  readonly url: string
  readonly house: OpenHouse
  readonly fake: SlackFake
}

type DemoOptions = {
  readonly folder: string
  readonly port?: number
  /** How far the company's history goes back. */
  readonly days?: number
}

type DemoIo = Pick<Io, 'err' | 'cwd' | 'tty'>

type Settling = {
  readonly mark: Mark
  readonly io: DemoIo
  readonly days: number
}

/** Where the company is kept from one demo to the next: beside a store in a named folder, never in it. */
export function demoFolder({ dataFolder }: Pick<Config, 'dataFolder'>, cwd: string): string {
  const isNamed = dataFolder !== join(cwd, 'data')
  return isNamed ? join(dataFolder, 'demo') : join(cwd, FOLDER)
}

/** Shows the bot on a made-up company until it is told to stop. */
export async function startDemo(
  config: Config,
  io: Io,
  options: { readonly port?: number },
): Promise<void> {
  const folder = demoFolder(config, io.cwd)
  await using demo = await openDemo(config, io, { folder, ...options })
  io.out(
    `\nOpen ${demo.url} and type: /ai-usage team:eng 30d\n(Ctrl+C stops it; the company is kept in ${relative(io.cwd, folder).startsWith('..') ? folder : relative(io.cwd, folder)}.)\n`,
  )
  const told = stopped()
  // Members and channels read what is published: it is decided while the first answers are read.
  const publishing = publishWhenDue(demo.house)
  await told
  await publishing
}

/** The company in its store, the bot on it, the Slack fake around the bot, and the page on that. */
export async function openDemo(
  config: Config,
  io: DemoIo,
  { folder, port, days = HISTORY_DAYS }: DemoOptions,
): Promise<Demo> {
  // Each start is a new workspace: what the last one's Slack took or refused does not bind it.
  const workspace = `TDEMO${randomBytes(4).toString('hex').toUpperCase()}`
  const settings: Config = {
    ...config,
    databaseUrl: undefined,
    // What goes out goes to the Slack of the demo.
    slack: { botToken: undefined, signingSecret: undefined, appToken: undefined },
    dataFolder: folder,
    timeZone: 'UTC',
    admins: [`${workspace}/${ADMIN}`],
    creditMicros: config.creditMicros ?? 10_000,
    port: 0,
    host: '127.0.0.1',
  }
  const yesterday = addDays(dayAt(settings.now ?? Date.now(), 'UTC'), -1)
  const mark = markOf(folder) ?? begin(folder, yesterday)
  const closing = new AsyncDisposableStack()
  try {
    const house = closing.use(await openHouse(settings, { key: KEY, log: openLog('error') }))
    await Promise.all([house.warmCharts(), settle(house, folder, { mark, io, days })])
    await settleEvents(house, mark.anchor)
    await takeFirstLimits(house)
    const signingSecret = randomBytes(16).toString('hex')
    const fake = await startSlackFake({
      signingSecret,
      workspace: { id: workspace, name: 'Acme' },
      users: PEOPLE,
    })
    closing.defer(() => fake.stop())
    const slack = await startSlack(
      { botToken: fake.botToken, signingSecret, port: 0, host: settings.host, apiUrl: fake.apiUrl },
      house,
    )
    closing.defer(() => slack.stop())
    if (slack.url === undefined) throw new Error('the demo needs HTTP')
    fake.connect(slack.url)
    house.subscribing.chats.connect('slack', slack.reach)
    const sender = startDelivering(house, slack.tellAdmins)
    closing.defer(() => sender.stop())
    const page = await startDemoPage({
      fake,
      host: '127.0.0.1',
      ...(port !== undefined && { port }),
    })
    closing.defer(() => page.stop())
    const opened = closing.move()
    return { url: page.url, house, fake, [Symbol.asyncDispose]: () => opened.disposeAsync() }
  } catch (error) {
    await closing.disposeAsync()
    throw error
  }
}

/** The demo writes into its own folder only. @throws UserError when the folder holds something else */
function markOf(folder: string): Mark | undefined {
  const path = join(folder, MARK)
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Mark
  if (existsSync(folder)) {
    throw new UserError(
      `${folder} is there, and was not made by the demo`,
      'Move it away, or run the demo in another folder.',
    )
  }
  return undefined
}

/** Marks the folder before anything else is in it, so that a start that was cut short can go on. */
function begin(folder: string, anchor: Day): Mark {
  const mark: Mark = { anchor, through: null }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  remember(folder, mark)
  return mark
}

function remember(folder: string, mark: Mark): void {
  writeFileSync(join(folder, MARK), `${JSON.stringify(mark)}\n`)
}

/** Brings the company up to yesterday: all of it the first time, the missing days later. */
async function settle(
  house: OpenHouse,
  folder: string,
  { mark, io, days }: Settling,
): Promise<void> {
  const yesterday = addDays(dayAt(house.clock.now(), 'UTC'), -1)
  const { anchor } = mark
  const from = mark.through ? addDays(mark.through, 1) : addDays(anchor, -days)
  if (from > yesterday) return
  io.err('Making a company of 400 people …\n')
  const shown = progress({ ...io, out: io.err }, false)
  const files = join(folder, 'files')
  mkdirSync(files, { recursive: true })
  for (const { kind, path } of writeDemoFiles(files, { anchor, from, to: yesterday })) {
    const { result } = await importFiles(
      {
        kind,
        files: [path],
        options: { ...OPTIONS, through: yesterday },
        cwd: io.cwd,
        command: `demo ${kind}`,
        onProgress: (now) => shown.show(now),
      },
      house,
    )
    shown.end()
    if (result !== 'applied') throw new Error(`the demo's ${kind} did not import: ${result}`)
  }
  await settleSignals(house, { anchor, yesterday })
  remember(folder, { anchor, through: yesterday })
}

const OPTIONS = {
  dryRun: false,
  strict: true,
  yes: true,
  replace: false,
  merge: false,
  map: [],
  set: [],
  ignore: [],
  assign: [],
} as const
