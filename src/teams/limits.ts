/** What Teams takes. Each number carries the page it comes from. */

/**
 * Of one message, as UTF-16 and without its pictures; Teams takes about 100 KB:
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
 */
export const MESSAGE_BYTES = 80_000
/** What older pages name as the most; tried after a 413, one after the other. */
export const LEANER_BYTES = [40_000, 28_000] as const
/** Text alone, when no card gets through. */
export const TEXT_CHARACTERS = 4_000
/** Notifications show the beginning. */
export const SUMMARY_CHARACTERS = 300
/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages#picture-messages */
export const PICTURE_SIDE = 1_024
export const PICTURE_BYTES = 1_048_576
/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format: more are hidden. */
export const ACTIONS_PER_ROW = 6
export const ACTION_TITLE = 75
/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: one bot in one conversation. */
export const CONVERSATION_PACE = [
  { most: 7, withinMs: 1_000 },
  { most: 8, withinMs: 2_000 },
  { most: 60, withinMs: 30_000 },
  { most: 1_800, withinMs: 3_600_000 },
] as const
/** The same page: one app in one tenant. */
export const TENANT_PACE = [{ most: 50, withinMs: 1_000 }] as const
/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards: well before Teams gives a click up. */
export const CLICK_MS = 4_000
