/** What Slack takes. Each number carries the page it comes from. */

/** https://docs.slack.dev/reference/block-kit/blocks */
export const BLOCKS_PER_MESSAGE = 50
/** https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const SECTION_TEXT = 3_000
/** https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const FIELD_TEXT = 2_000
export const FIELDS_PER_SECTION = 10
/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
export const HEADER_TEXT = 150
/** https://docs.slack.dev/reference/block-kit/blocks/context-block */
export const CONTEXT_ELEMENTS = 10
/** https://docs.slack.dev/reference/block-kit/blocks/actions-block */
export const ACTIONS_ELEMENTS = 25
/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export const BUTTON_TEXT = 75
export const BUTTON_VALUE = 2_000
/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
export const OPTION_TEXT = 75
export const OPTION_VALUE = 150
/** https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export const OPTIONS_MS = 3_000
/** https://docs.slack.dev/reference/block-kit/blocks/image-block */
export const ALT_TEXT = 2_000
/** https://docs.slack.dev/reference/block-kit/blocks/table-block */
export const TABLE_ROWS = 100
export const TABLE_COLUMNS = 20
export const TABLES_PER_MESSAGE = 1
/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export const NATIVE_TITLE = 50
export const NATIVE_LABEL = 20
export const NATIVE_POINTS = 20
export const NATIVE_SERIES = 6
/**
 * Summed text of one message, above which `msg_blocks_too_long` comes back. Not documented: found
 * by https://github.com/slackapi/bolt-js/issues/2509.
 */
export const MESSAGE_CHARACTERS = 10_000
/** Of the notification text; Slack shortens it anyway: https://docs.slack.dev/reference/methods/chat.postMessage */
export const FALLBACK_TEXT = 2_500
/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export const RESPONSE_URL_USES = 5
/** Slack keeps a response_url for 30 minutes; an answer later than this goes to the app's messages. */
export const RESPONSE_URL_MS = 25 * 60_000
/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const CLOCK_SKEW_MS = 5 * 60_000
/** Far above any payload Slack sends us; a larger body is answered with 413. */
export const BODY_BYTES = 1_048_576

/** Cut at a word, with an ellipsis, to at most `most` UTF-16 units; never inside a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')
  const word = kept.replace(/\s+\S*$/, '')
  return `${(word.length > kept.length / 2 ? word : kept).trimEnd()}…`
}

/** Cut into pieces of at most `most`, at line ends where there are any, else at words. */
export function pieces(text: string, most: number): readonly string[] {
  const found: string[] = []
  let rest = text
  while (rest.length > most) {
    const head = rest.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
    const line = head.lastIndexOf('\n')
    const word = head.lastIndexOf(' ')
    const at = line > most / 2 ? line : word > most / 2 ? word : head.length
    found.push(rest.slice(0, at))
    rest = rest.slice(at).replace(/^[ \n]/, '')
  }
  return rest === '' ? found : [...found, rest]
}
