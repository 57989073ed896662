import type { Action } from '#core/access/rules.ts'

/** What to type for each thing there is to do; buttons have no words, and a form is no answer. A new command does not compile without. */
export const WORDS: Record<
  Exclude<
    Action,
    'ask-for-access' | 'build' | 'reveal' | 'claim' | 'unshare' | 'signals of a team'
  >,
  string
> = {
  help: 'help filters',
  'ask company': '7d',
  'ask units': 'team:Sales 7d',
  'ask people': 'by:user 7d',
  reconcile: 'costs reconcile 7d',
  me: 'me 7d',
  metrics: 'metrics',
  explain: 'explain b222',
  why: 'why 7d',
  privacy: 'privacy',
  status: 'status',
  contract: 'contract',
  'roles list': 'roles list',
  'roles change': 'roles grant analyst U0NOBODY',
  governance: 'governance 7d',
  'alerts list': 'alerts',
  'alert act': 'alert noise 1',
  'alert make': 'alert when spend > $5 per:day',
  budget: 'budget',
  'alert rules': 'alert disable key-created',
  signals: 'signals team:Sales 14w',
  audit: 'audit 7d',
  accuracy: 'accuracy',
  actions: 'actions',
  'actions change': 'actions take 9',
  baseline: 'baseline',
  'baseline change': 'baseline unpin 9',
  limits: 'limits',
  'limits change': 'limits take tool:nothing',
  notes: 'notes',
  'notes change': 'note 2026-11-03 "Copilot rolled out"',
  'approvals list': 'approvals list',
  'approvals decide': 'approvals refuse',
  save: 'save "Week" 7d',
  saved: 'saved',
  'saved share': 'saved share "Nothing"',
  subscribe: 'subscribe 7d weekly',
  subscriptions: 'subscriptions',
}
/** What is said to whoever may, where there is no alert and no action of that number. */
export const NOT_THERE: {
  readonly [Key in Action]?: { readonly outcome: string; readonly reason: string }
} = {
  'alert act': { outcome: 'refused', reason: 'alert' },
  'actions change': { outcome: 'misread', reason: 'action' },
  'baseline change': { outcome: 'misread', reason: 'baseline' },
  'limits change': { outcome: 'misread', reason: 'unresolved' },
  'saved share': { outcome: 'misread', reason: 'saved' },
}
/** Rows of the audit trail that are an answer's own. */
export const ANSWERS = new Set(['ask', 'audit', 'governance', 'saved', 'subscribe'])
