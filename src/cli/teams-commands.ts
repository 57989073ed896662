/** What Microsoft Teams needs of the command line. */
export const TEAMS_COMMANDS = {
  'teams package': {
    args: '',
    count: [0, 0],
    says: 'Write the app for TEAMS_APP_ID as the zip that Teams takes (docs/teams.md).',
    flags: ['out', 'company', 'website'],
    example:
      'teams package --out ai-usage-teams.zip --company Northwind --website https://northwind.example',
  },
} as const
