import { ABOUT_ANSWERS } from './about-answers.ts'
import { BUNDLE_WORDS, type BundleKey } from './bundles.ts'
import type { FilterWord } from './grammar.ts'

export type SectionKey =
  | BundleKey
  | 'accuracy'
  | 'actions'
  | 'notes'
  | 'baseline'
  | 'limits'
  | 'build'
  | 'costs reconcile'
  | 'digest'
  | 'me'
  | 'governance'
  | 'signals'
  | 'alerts'
  | 'alert'
  | 'budget'
  | 'roles'
  | 'audit'
  | 'approvals'
  | keyof typeof ABOUT_ANSWERS
  | 'save'
  | 'saved'
  | 'subscribe'
  | 'subscriptions'

/** Commands that answer something else than the numbers of a period, by the words they start with. */
export const SECTIONS: Readonly<Record<SectionKey, FilterWord>> = {
  'costs reconcile': {
    aliases: ['cost reconcile', 'reconcile costs', 'reconcile'],
    doc: 'Bills against estimates, and what each source says of the same use',
    examples: ['costs reconcile 30d', 'costs reconcile last month tool:openai-api'],
  },
  build: {
    aliases: ['build a question'],
    doc: 'Put a question together from lists: in Slack, a form',
    examples: ['build'],
  },
  ...BUNDLE_WORDS,
  digest: {
    aliases: ['weekly digest'],
    doc: 'What changed last week and what to do about it; one of its views; the views there are',
    examples: [
      'digest',
      'digest team:sales',
      'digest seats',
      'digest views',
      'digest as-of:2026-11-23',
    ],
  },
  me: {
    aliases: ['myself', 'my usage', 'my numbers'],
    doc: 'Your own numbers, and who asked for them',
    examples: ['me 30d', 'me last month'],
  },
  governance: {
    aliases: ['governance events'],
    doc: 'What happened in the tools, from their audit logs',
    examples: ['governance 30d', 'governance 7d type:role_change team:eng by:tool'],
  },
  signals: {
    aliases: ['signal', 'work signals'],
    doc: 'Whether work goes differently where AI is used: pull requests, reviews, meetings, focus time',
    examples: ['signals 14w', 'signals team:eng 14w'],
  },
  alerts: {
    aliases: ['open alerts'],
    doc: 'Which alerts are open, the rules that find them, and where they go',
    examples: ['alerts', 'alerts rules', 'alerts routes'],
  },
  alert: {
    aliases: [],
    doc: 'One alert, by its number, and a word on it; or a rule, made, switched on or off',
    examples: [
      'alert show 3',
      'alert acknowledge 3',
      'alert assign 3 me',
      'alert escalate 3',
      'alert silence 3 1d a planned migration',
      'alert unsilence 3',
      'alert resolve 3',
      'alert reopen 3',
      'alert noise 3',
      'alert enable key-created',
      'alert rule key-created to:#security quiet:22:00-07:00',
      'alert route severity:critical to #sec-oncall',
      'alert route severity:critical to #sec-oncall, admins',
      'alert route team:eng severity:warning to U024BE7LH preview',
      'alert unroute 2',
      'alert allow model:claude-* tool:chatgpt',
      'alert allow sender:ci-* rule:shared-key',
      'alert why role-changed',
      'alert when spend team:eng > $5,000 per:week',
      'alert when adoption team:eng < 50% per:month',
      'alert when spend unusual by:team',
      'alert budget $20,000 tool:chatgpt per:month',
    ],
  },
  budget: {
    aliases: ['budgets'],
    doc: 'Your budgets of one person’s use, told to you alone; they can see each with `me`',
    examples: [
      'budget',
      'budget $200 user:p-6kz6ex per:month',
      'budget 500 messages user:p-6kz6ex tool:chatgpt per:week',
      'budget enable 3',
      'budget disable 3',
      'budget remove 3',
    ],
  },
  roles: {
    aliases: ['role'],
    doc: 'Who has which role; for admins, giving and taking them',
    examples: [
      'roles list',
      'roles grant analyst U024BE7LH',
      'roles grant lead U024BE7LH "Sales/EMEA"',
      'roles grant analyst group:@data-team',
      'roles revoke analyst U024BE7LH',
    ],
  },
  audit: {
    aliases: [],
    doc: 'Who asked and did what',
    examples: ['audit 30d', 'audit today'],
  },
  ...ABOUT_ANSWERS,
  actions: {
    aliases: ['action'],
    doc: 'What digests recommended: take it on, and see whether it worked',
    examples: [
      'actions',
      'actions 3',
      'actions take 3 due 2026-12-14',
      'actions snooze 3 2026-12-14',
      'actions dismiss 3 "they are on leave"',
      'actions done 3',
      'actions reopen 3',
      'actions draw 3 5 8',
    ],
  },
  accuracy: {
    aliases: ['forecasts', 'accuracy of forecasts'],
    doc: 'How well what digests expected has held, in public',
    examples: ['accuracy'],
  },
  notes: {
    aliases: ['note'],
    doc: 'What happened on a day that numbers do not know of: a mark in charts, a line in the digest',
    examples: [
      'notes',
      'note 2026-11-03 "Copilot rolled out to Sales"',
      'note 2026-09-15 training team:sales "Copilot workshop"',
      'note remove 3',
    ],
  },
  baseline: {
    aliases: ['baselines'],
    doc: 'Days pinned to compare later ones with, before a roll-out say: `vs:baseline`, and in the digest',
    examples: [
      'baseline',
      'baseline pin 2026-06-01..2026-08-31 "before Copilot"',
      'baseline pin 2026-06-01..2026-08-31 team:eng "before Copilot"',
      'baseline unpin 3',
    ],
  },
  limits: {
    aliases: ['quartile limits', 'level limits'],
    doc: 'From how many messages a week on someone is a light, moderate or heavy user of a tool (`by:quartile`); new limits',
    examples: ['limits', 'limits take', 'limits take tool:chatgpt'],
  },
  approvals: {
    aliases: ['approval'],
    doc: 'Changes that wait for a second person',
    examples: ['approvals list', 'approvals approve 3', 'approvals refuse 3'],
  },
  save: {
    aliases: [],
    doc: 'Keep a question under a name; without one, the last you asked',
    examples: ['save "Monday numbers" team:eng 30d', 'save "Monday numbers"'],
  },
  saved: {
    aliases: ['saved questions'],
    doc: 'Your saved questions: asking, renaming and removing them; for admins, sharing',
    examples: [
      'saved',
      'saved "Monday numbers"',
      'saved rename "Monday numbers" "Week"',
      'saved remove "Week"',
      'saved share "Week"',
      'saved unshare "Week"',
    ],
  },
  subscribe: {
    aliases: [],
    doc: 'Have an answer sent again and again, to you or to a channel',
    examples: [
      'subscribe 30d weekly',
      'subscribe "team:eng 30d" weekly monday 09:00',
      'subscribe "30d" daily 08:00 Europe/Berlin to:here',
      'subscribe digest weekly monday 09:00 to:here only:notable',
      'subscribe "30d" monthly 1 09:00 to:#eng team:eng to:#sales team:sales',
    ],
  },
  subscriptions: {
    aliases: ['subscription'],
    doc: 'What you have sent, when it comes next; pausing, moving and ending it',
    examples: [
      'subscriptions',
      'subscriptions pause 3',
      'subscriptions resume 3',
      'subscriptions preview 3',
      'subscriptions test 3',
      'subscriptions move 3 weekly tuesday 10:00',
      'subscriptions edit 3',
      'subscriptions edit 3 "team:eng 30d" weekly tuesday 10:00 to:#eng',
      'subscriptions remove 3',
      'subscriptions all',
    ],
  },
}

export const SECTION_KEYS = Object.keys(SECTIONS) as readonly SectionKey[]
