/** The slash command in manifest.yml. */
export const COMMAND = '/ai-usage'

/** The bot scopes in manifest.yml, and what each is for; docs/slack.md says it at length. */
export const SCOPES = {
  'app_mentions:read': 'hear a mention of the app in a channel',
  'channels:read': 'see who reads a public channel before something is sent or shared there',
  'chat:write': 'answer a mention, and write in the app’s own messages and where it was invited',
  commands: `take ${COMMAND}`,
  'files:read': 'see when Slack has processed a picture',
  'files:write': 'upload the picture and the CSV',
  'groups:read': 'see who reads a private channel before something is sent or shared there',
  'im:history': 'hear what is asked in the app’s own messages',
  'im:write': 'open the app’s own messages with someone, for Keep and CSV',
  'usergroups:read': 'see who is in the user groups that have a role',
  'users:read': 'tell members from guests and deactivated accounts',
  'users:read.email': 'find one’s own numbers, and the names an admin reveals',
} as const

/** The bot events in manifest.yml. */
export const EVENTS = ['app_home_opened', 'app_mention', 'message.im'] as const
