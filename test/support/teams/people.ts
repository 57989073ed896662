import type { KeyServer } from './keys.ts'
import { signed } from './keys.ts'
import { type Account, actionsOf, cardOf, type Room, type Sent, type World } from './world.ts'

export const APP = '11111111-1111-4111-8111-111111111111'
export const TENANT = '22222222-2222-4222-8222-222222222222'
const BOT = `28:${APP}`

const account = (name: string, more: Partial<Account> = {}): Account => ({
  id: `29:${name.toLowerCase()}`,
  object: `${Buffer.from(name).toString('hex').padEnd(8, '0').slice(0, 8)}-0000-4000-8000-000000000000`,
  name,
  upn: `${name.toLowerCase()}@corp.test`,
  ...more,
})

/** Whose company it is: Ada is its admin. */
export const ADA = account('Ada')
export const BEN = account('Ben')
export const GUEST = account('Guest', { upn: 'guest_other.test#EXT#@corp.test' })
export const STRANGER = account('Stranger', { tenant: '99999999-9999-4999-8999-999999999999' })

const personal = (owner: Account): Room => ({
  id: `a:${owner.id}`,
  kind: 'personal',
  members: [owner],
  installed: true,
  targeted: false,
})

export const TEAM: Room = {
  id: '19:general@thread.tacv2',
  kind: 'channel',
  members: [ADA, BEN, GUEST, STRANGER],
  installed: true,
  targeted: true,
}

/** A group chat without anybody from elsewhere. */
export const GROUP: Room = {
  id: '19:leads@thread.v2',
  kind: 'groupChat',
  members: [BEN, ADA],
  installed: true,
  targeted: true,
}

export function populate({ rooms }: World): void {
  for (const room of [...[ADA, BEN, GUEST].map(personal), { ...TEAM }, { ...GROUP }])
    rooms.set(room.id, room)
}

export const chatOf = (owner: Account) => `a:${owner.id}`

type Json = Readonly<Record<string, unknown>>

type Options = {
  readonly keys: KeyServer
  readonly world: World
  readonly serviceUrl: string
  readonly botUrl: () => string
}

export type Delivered = { readonly status: number; readonly body: unknown; readonly ms: number }

/** People of Teams, and Teams between them and the app: every request signed as the connector signs. */
export function createPeople({ keys, world, serviceUrl, botUrl }: Options) {
  let next = 0
  const newId = () => `f:${(next += 1)}`

  async function deliver(activity: Json): Promise<Delivered> {
    const token = await signed(
      { iss: 'https://api.botframework.com', aud: APP, serviceurl: serviceUrl },
      keys.connector,
    )
    const started = performance.now()
    const response = await fetch(`${botUrl()}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(activity),
    })
    const text = await response.text()
    const ms = performance.now() - started
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), ms }
  }

  function activity(from: Account, roomId: string, more: Json): Json {
    const room = world.rooms.get(roomId)
    if (room === undefined) throw new Error(`There is no room ${roomId}`)
    const inChannel = room.kind === 'channel'
    return {
      id: newId(),
      channelId: 'msteams',
      serviceUrl,
      from: { id: from.id, aadObjectId: from.object, name: from.name },
      recipient: { id: BOT, name: 'AI Usage' },
      conversation: {
        id: inChannel ? `${room.id};messageid=1700000000000` : room.id,
        conversationType: room.kind,
        tenantId: TENANT,
        isGroup: room.kind !== 'personal',
      },
      channelData: { tenant: { id: TENANT }, ...(inChannel && { team: { id: room.id } }) },
      ...more,
    }
  }

  const words = (from: Account, room: string, text: string): Json =>
    room.startsWith('19:')
      ? activity(from, room, {
          type: 'message',
          text: `<at>AI Usage</at>&nbsp;${text}\n`,
          entities: [
            {
              type: 'mention',
              text: '<at>AI Usage</at>',
              mentioned: { id: BOT, name: 'AI Usage' },
            },
          ],
        })
      : activity(from, room, { type: 'message', text })

  return {
    deliver,
    activity,
    words,
    /** Types in a personal chat, or mentions the app in a team. */
    say: (from: Account, room: string, text: string) => deliver(words(from, room, text)),
    /**
     * Presses the button with this title, in the card of a message or in one shown since; `typed` goes
     * along from its inputs.
     */
    click: (
      from: Account,
      { room, id, activity: shown }: Pick<Sent, 'room' | 'id' | 'activity'>,
      pressed: string | { readonly title: string; readonly typed: Json },
    ) => {
      const { title, typed } = typeof pressed === 'string' ? { title: pressed, typed: {} } : pressed
      const action = actionsOf(cardOf({ activity: shown })).find((one) => one.title === title)
      if (action === undefined) throw new Error(`The card has no button ${title}`)
      return deliver(
        activity(from, room, {
          type: 'invoke',
          name: 'adaptiveCard/action',
          replyToId: id,
          value: {
            action: {
              type: 'Action.Execute',
              verb: action.verb,
              data: { ...(action.data as Json), ...typed },
            },
            trigger: 'manual',
          },
        }),
      )
    },
    consent: (from: Account, room: string, value: Json) =>
      deliver(
        activity(from, room, {
          type: 'invoke',
          name: 'fileConsent/invoke',
          value: { type: 'fileUpload', ...value },
        }),
      ),
    install: (from: Account, room: string, action: 'add' | 'remove') =>
      deliver(activity(from, room, { type: 'installationUpdate', action })),
    /** What someone sees of the app in a room, oldest first. */
    seen: (who: Account, room: string): readonly Sent[] =>
      world.sent.filter(
        (one) => one.room === room && (one.only === undefined || one.only === who.id),
      ),
  }
}
