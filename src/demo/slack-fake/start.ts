import { type Acts, createActs } from './act.ts'
import { createDeliver, type Deliver, type Delivery } from './deliver.ts'
import { createFaults, type Fault } from './faults.ts'
import { directMessage } from './places.ts'
import { createRates } from './rates.ts'
import { createResponseUrls } from './response-url.ts'
import { picturesOf, visibleTo } from './see.ts'
import { seedWorld, type SlackFakeOptions } from './seed.ts'
import { close, listen, portOf } from './server.ts'
import type { Json, Message, Settings, StoredFile, World } from './world.ts'

export type SlackFake = Acts &
  AsyncDisposable & {
    /** `http://127.0.0.1:PORT`, and the `slackApiUrl` below it. */
    readonly url: string
    readonly apiUrl: string
    readonly botToken: string
    readonly signingSecret: string
    /** Everything there is, for reading. */
    readonly world: World
    /** May be changed while it runs. */
    readonly settings: Settings
    readonly deliveries: readonly Delivery[]
    /** Where the app listens: its base URL, or its whole request URL. */
    connect(appUrl: string): void
    fail(method: string, fault: Fault): void
    visibleTo(user: string, channel: string): readonly Message[]
    /** The app's direct message with someone: its channel id. */
    dmOf(user: string): string
    picturesOf(message: Message): readonly StoredFile[]
    home(user: string): Json | undefined
    /** A reload of someone's client: ephemeral messages do not survive it. */
    reload(user: string): void
    /** Moves Slack's clock: response URLs, triggers, file processing, rate windows. */
    advance(ms: number): void
    /** Calls back at every change of what is visible; returns how to stop. */
    onChange(listener: () => void): () => void
    stop(): Promise<void>
  }

function requestUrl(appUrl: string): string {
  const url = new URL(appUrl)
  return url.pathname === '/' ? new URL('/slack/events', url).href : url.href
}

/** A Slack workspace on 127.0.0.1 that keeps to Slack's documented limits. See README.md. */
export async function startSlackFake(options: SlackFakeOptions): Promise<SlackFake> {
  const { world, controls } = seedWorld(options)
  const faults = createFaults()
  const responseUrls = createResponseUrls(world)
  const parts = { world, faults, rates: createRates(world), responseUrls }
  const server = await listen(parts, options.port ?? 0)
  world.url = `http://127.0.0.1:${portOf(server)}`
  let app: string | undefined
  const deliveries: Delivery[] = []
  const post = createDeliver(world, () => {
    if (app === undefined) throw new Error('Call connect(appUrl) before anyone speaks to the app.')
    return app
  })
  const deliver: Deliver = async (parcel, how) => {
    const delivery = await post(parcel, how)
    deliveries.push(delivery)
    return delivery
  }
  const stop = () => close(server)
  return {
    ...createActs({ world, deliver, responseUrls }),
    ...controls,
    url: world.url,
    apiUrl: `${world.url}/api/`,
    botToken: world.tokens.bot,
    signingSecret: world.signingSecret,
    world,
    settings: world.settings,
    deliveries,
    connect: (appUrl) => {
      app = requestUrl(appUrl)
    },
    fail: faults.fail,
    visibleTo: (user, channel) => visibleTo(world, user, channel),
    dmOf: (user) => directMessage(world, user).id,
    picturesOf: (message) => picturesOf(world, message),
    home: (user) => world.homes.get(user),
    reload: (user) => {
      const kept = world.messages.filter(({ onlyFor }) => onlyFor !== user)
      world.messages.splice(0, world.messages.length, ...kept)
      world.changed()
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
