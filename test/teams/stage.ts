import { type RunningTeams, startTeams, type TeamsOptions } from '#teams/app.ts'
import type { House } from '#teams/house.ts'
import { startConnector } from '#test/support/teams/connector.ts'
import { signed, startKeyServer } from '#test/support/teams/keys.ts'
import { APP, createPeople, populate, TENANT } from '#test/support/teams/people.ts'
import { type Account, cardOf, type Sent, textOf, type World } from '#test/support/teams/world.ts'

import { type TestHouse, testHouse } from './house.ts'

export type Stage<Inside = TestHouse> = AsyncDisposable & {
  readonly world: World
  readonly house: Inside
  readonly app: RunningTeams
  readonly people: ReturnType<typeof createPeople>
  /** Waits until `check` holds: answers come after the acknowledgement. */
  readonly until: (check: () => boolean, what?: string) => Promise<void>
  /** Says something and returns what they see of the app then. */
  readonly ask: (who: Account, room: string, text: string) => Promise<Sent>
  readonly calls: (method: string, path: RegExp) => number
}

async function until(check: () => boolean, what = 'what was awaited'): Promise<void> {
  for (let waited = 0; !check(); waited += 10) {
    if (waited > 15_000) throw new Error(`${what} did not happen`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** The real app and SDK over HTTP, with a house kept in memory, against the connector’s fake. */
export const stage = (options?: Parameters<typeof stageOf>[1]): Promise<Stage> =>
  stageOf(testHouse(), options)

/** The same with any house; `replicas` of the app take turns with what Teams delivers. */
export async function stageOf<Inside extends House>(
  house: Inside,
  {
    replicas = 1,
    ...more
  }: { readonly replicas?: number } & Pick<TeamsOptions, 'adminChannel' | 'publicUrl'> = {},
): Promise<Stage<Inside>> {
  const keys = await startKeyServer()
  const connector = await startConnector(APP, TENANT)
  const { world, url } = connector
  populate(world)
  // One for all calls, as the identity library keeps it.
  const ours = signed({ iss: 'us', aud: 'https://api.botframework.com', appid: APP }, keys.entra)
  const token = () => ours
  const options = {
    appId: APP,
    tenant: TENANT,
    credentials: { kind: 'provider', token },
    host: '127.0.0.1',
    port: 0,
    ...more,
    cloud: {
      issuer: 'https://api.botframework.com',
      keysUrl: `${keys.url}/v1/.well-known/keys`,
      login: keys.url,
      services: [url],
    },
    storage: ({ origin }: URL) => origin === url,
  } as const
  const apps = await Promise.all(Array.from({ length: replicas }, () => startTeams(options, house)))
  const [app] = apps
  if (app === undefined) throw new Error('Nothing runs')
  let turn = 0
  const botUrl = () => apps[(turn += 1) % replicas]?.url ?? app.url
  const people = createPeople({ keys, world, serviceUrl: url, botUrl })
  return {
    world,
    house,
    app,
    people,
    until,
    ask: async (who, room, text) => {
      const before = people.seen(who, room).length
      const { status } = await people.say(who, room, text)
      if (status !== 200) throw new Error(`Teams was answered ${status}`)
      const answers = () =>
        people
          .seen(who, room)
          .slice(before)
          .filter((one) => !said(one).startsWith('Working on it'))
      await until(() => answers().length > 0, 'an answer')
      const [first] = answers()
      if (first === undefined) throw new Error('There is no answer')
      return first
    },
    calls: (method, path) =>
      world.calls.filter((call) => call.method === method && path.test(call.path)).length,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(apps.map((one) => one.stop()))
      await connector.stop()
      await keys[Symbol.asyncDispose]()
    },
  }
}

/** What a message of the app says. */
export const said = (message: Sent): string => textOf(cardOf(message) ?? message.activity)
