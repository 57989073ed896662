import type { Only } from '#cli/doors.ts'
import type { Config } from '#config.ts'
import { UserError } from '#core/errors.ts'
import type { SlackOptions } from '#slack/app.ts'
import type { TeamsOptions } from '#teams/app.ts'

import { slackOptions, teamsOptions } from './chat.ts'
import type { Settings } from './settings.ts'

export type Parts = {
  /** Undefined: Slack is not opened. */
  readonly talks: SlackOptions | undefined
  /** Undefined: Teams is not opened. */
  readonly teams: TeamsOptions | undefined
  readonly collects: boolean
  /** Whether what is collected, and the audit trail, goes on to a SIEM from here. */
  readonly forwards: boolean
}

/**
 * What of the bot runs here: everything that is set up, or one part of it.
 * @throws UserError when nothing would run, or the chat holds a key of a connector
 */
export function partsOf({ config, setUps }: Settings, only?: Only): Parts {
  const collects =
    config.otlp.token !== undefined || setUps.some(({ missing }) => missing.length === 0)
  const forwards = config.siem.sinks.length > 0
  const talks = slackOptions(config)
  const teams = teamsOptions(config)
  refuseAuditKey(config)
  switch (only) {
    case 'chat':
      refuseKeys(setUps, config)
      if (!talks && !teams) throw noChat()
      return { talks, teams, collects: false, forwards: false }
    case 'collect':
      if (!collects && !forwards)
        throw new UserError(
          'Nothing is set up to be collected',
          'Set up a connector (see: ai-usage connect) or AI_USAGE_OTLP_TOKEN, or AI_USAGE_SIEM_1, or leave out --only.',
        )
      return { talks: undefined, teams: undefined, collects, forwards }
    case undefined:
      if (!talks && !teams && !collects && !forwards) throw noChat()
      return { talks, teams, collects, forwards }
  }
}

function refuseAuditKey({ audit }: Config): void {
  if (audit.keyFile !== undefined)
    throw new UserError(
      'AI_USAGE_AUDIT_KEY_FILE is set where the bot starts, and the bot must not be able to sign the audit trail',
      'Leave it out here; set it for ai-usage audit sign alone, run by another user (docs/audit.md).',
    )
}

/** Who breaks into the chat must find no key there. */
function refuseKeys(setUps: Settings['setUps'], { siem }: Config): void {
  const found = new Set([
    ...siem.sinks.flatMap(({ number, secret }) =>
      secret === undefined ? [] : [`AI_USAGE_SIEM_${number}_SECRET`],
    ),
    ...setUps.flatMap(({ connector, setting }) =>
      connector.settings
        .filter(({ name, secret }) => secret && setting(name) !== undefined)
        .map(({ name }) => name),
    ),
  ])
  if (found.size > 0)
    throw new UserError(
      `The chat may hold no key of a connector, and here are ${[...found].join(', ')}`,
      'Take them out of this process’s environment and give them to the one that runs: ai-usage start --only collect',
    )
}

const noChat = () =>
  new UserError(
    'Slack is not set up, nor is Teams',
    'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (Socket Mode), or SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (HTTP); docs/slack.md walks through it, and docs/teams.md through Teams.',
  )
