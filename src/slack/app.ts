import { App, type Logger } from '@slack/bolt'

import { createAfter } from '#chat/after.ts'
import { createLater } from '#chat/later.ts'
import { UserError } from '#core/errors.ts'
import type { Log, Reach, TellAdmins } from '#ports.ts'

import { createSlack, type Slack } from './calls.ts'
import { SCOPES } from './command.ts'
import { createDms } from './dm.ts'
import type { House } from './house.ts'
import { createHttp } from './http.ts'
import type { Identity, Kit } from './kit.ts'
import { boltLogger } from './logger.ts'
import { createReach } from './reach.ts'
import { receive } from './receive.ts'
import { DEAD_TOKEN, isKnown, nameOf, Refusal } from './refusal.ts'
import { createSocket } from './socket.ts'
import { createTellAdmins } from './tell-admins.ts'
import { createWhoAsks } from './viewer.ts'

export type SlackOptions = {
  readonly botToken: string
  readonly signingSecret: string
  /** With it Slack is heard over a web socket; without, over HTTP on `host` and `port`. */
  readonly appToken?: string | undefined
  readonly port: number
  readonly host: string
  /** Slack's, unless a test or the demo plays Slack. */
  readonly apiUrl?: string | undefined
  /** The channel where admins are told what nobody asked for; each in private, without one. */
  readonly adminChannel?: string | undefined
}

export type RunningSlack = {
  /** Where HTTP is heard; absent in Socket Mode. */
  readonly url?: string
  readonly tellAdmins: TellAdmins
  readonly reach: Reach
  /** Takes nothing more, lets what is under way finish for a few seconds, and stops. */
  readonly stop: () => Promise<void>
}

const LAST_ANSWERS_MS = 5_000

function startTrouble(
  error: unknown,
  { token, fix }: { readonly token: string; readonly fix: string },
): unknown {
  if (!isKnown(error)) return error
  return error instanceof Refusal && DEAD_TOKEN.has(error.code)
    ? new UserError(`Slack refuses the ${token} token (${error.code})`, fix)
    : new UserError(
        `Slack cannot be reached (${nameOf(error)})`,
        'Check that this machine may open https://slack.com, then start again.',
      )
}

/** Who we are; the wrong token is met here, before anybody asks. */
async function identify(slack: Slack, log: Log): Promise<Identity> {
  try {
    const me = await slack.call('repeatable', (api) => api.auth.test())
    const granted = me.response_metadata?.scopes
    const missing = Object.keys(SCOPES).filter((scope) => !(granted ?? [scope]).includes(scope))
    if (missing.length > 0)
      log.warn({ missing }, 'The app was installed without these scopes: install it again')
    if (!me.team_id || !me.user_id || !me.bot_id)
      throw new UserError(
        'The Slack token is not a bot’s',
        'Set SLACK_BOT_TOKEN to the Bot User OAuth Token, which begins with xoxb-.',
      )
    return { workspace: me.team_id, bot: me.user_id, botId: me.bot_id }
  } catch (error) {
    throw startTrouble(error, {
      token: 'bot',
      fix: 'Install the app in the workspace again and set SLACK_BOT_TOKEN to the token it shows.',
    })
  }
}

async function opened<Open>(open: () => Promise<Open>): Promise<Open> {
  try {
    return await open()
  } catch (error) {
    throw startTrouble(error, {
      token: 'app',
      fix: 'Set SLACK_APP_TOKEN to an app-level token with connections:write, which begins with xapp-.',
    })
  }
}

function transport(options: SlackOptions, log: Log, logger: Logger) {
  const { appToken, apiUrl, signingSecret, host, port } = options
  if (appToken !== undefined) {
    const socket = createSocket({ appToken, apiUrl, logger, log })
    return {
      receiver: socket.receiver,
      open: (): Promise<{ url?: string; stop: () => Promise<void> }> => socket.connect(),
    }
  }
  const http = createHttp({ signingSecret, logger })
  return { receiver: http.receiver, open: () => http.listen(host, port) }
}

type OpenKit = {
  readonly kit: Kit
  /** Does at once what was to be done later. */
  readonly doneWaiting: () => Promise<void>
}

/** @throws UserError when Slack refuses the token or can't be reached */
export async function openKit(
  { botToken, apiUrl }: Pick<SlackOptions, 'botToken' | 'apiUrl'>,
  house: House,
): Promise<OpenKit> {
  const { aliases, clock, log, roles } = house
  const slack = createSlack({ botToken, apiUrl, log, logger: boltLogger(log) })
  const identity = await identify(slack, log)
  const { workspace } = identity
  const whoAsks = createWhoAsks({ slack, workspace, roles, aliases, clock, log })
  const { after, stop: doneWaiting } = createAfter({ clock, log, nameOf })
  const kit = { house, slack, identity, whoAsks, dms: createDms(slack), after }
  return { kit, doneWaiting }
}

/**
 * Listens to Slack and answers. Resolves once requests are taken.
 * @throws UserError when Slack refuses the token or can't be reached
 */
export async function startSlack(options: SlackOptions, house: House): Promise<RunningSlack> {
  const { botToken } = options
  const { log } = house
  const logger = boltLogger(log)
  const { kit, doneWaiting } = await openKit(options, house)
  const { identity } = kit
  const { receiver, open } = transport(options, log, logger)
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    // A request of another workspace is let in, to be answered with the reason: Bolt would meet it
    // with silence.
    authorize: async () => ({ botToken, botId: identity.botId, botUserId: identity.bot }),
  })
  app.error(async (error) => log.error({ error: nameOf(error) }, 'A request could not be taken'))
  const { later, settled } = createLater(log, nameOf)
  receive(app, { kit, later })
  const { url, stop } = await opened(open)
  return {
    ...(url !== undefined && { url }),
    tellAdmins: createTellAdmins(kit, options.adminChannel),
    reach: createReach(kit),
    stop: async () => {
      await stop()
      await settled(LAST_ANSWERS_MS)
      await doneWaiting()
    },
  }
}
