import type { UsageEvent } from '#ingest.ts'

type Feature = Exclude<UsageEvent['feature'], null>

const FEATURES = [
  [/studio|agent/i, 'agents'],
  [/teams/i, 'team_ai'],
  [
    /^(word|excel|powerpoint|onenote|outlook|loop|whiteboard|forms|sharepoint|onedrive|planner|stream|visio|project|designer)/i,
    'document_chat',
  ],
  [/^(bing|bizchat|webchat|office|m365|edge|copilot|copilotapp|web)/i, 'chat'],
] as const satisfies readonly (readonly [RegExp, Feature])[]

/** What using Copilot in an app is, by the app's name. Needs no package: the measuring process may read none. */
export const featureOfApp = (app: string): (typeof FEATURES)[number][1] | null =>
  FEATURES.find(([host]) => host.test(app))?.[1] ?? null
