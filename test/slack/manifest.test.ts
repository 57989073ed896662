import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { COMMAND, EVENTS, SCOPES } from '#slack/command.ts'

const root = new URL('../../', import.meta.url)
const text = (path: string) => readFileSync(new URL(path, root), 'utf8')

const manifest = z
  .object({
    display_information: z.object({
      name: z.string().max(35),
      description: z.string().max(140),
      long_description: z.string().min(174).max(4_000),
    }),
    features: z.object({
      app_home: z.object({
        home_tab_enabled: z.literal(true),
        messages_tab_enabled: z.literal(true),
        messages_tab_read_only_enabled: z.literal(false),
      }),
      slash_commands: z.array(z.object({ command: z.string(), should_escape: z.literal(false) })),
    }),
    oauth_config: z.object({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
    settings: z.object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
      interactivity: z.object({ is_enabled: z.literal(true) }),
    }),
  })
  .parse(parse(text('manifest.yml')))

test('the manifest asks for the scopes the code uses and no other', () => {
  expect(manifest.oauth_config.scopes.bot).toEqual(Object.keys(SCOPES))
})

test('the manifest has the command and the events the code hears', () => {
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([COMMAND])
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(EVENTS)
})

test('every scope is justified in the installation guide', () => {
  const guide = text('docs/slack.md')
  for (const scope of manifest.oauth_config.scopes.bot) expect(guide).toContain(`| \`${scope}\` |`)
})
