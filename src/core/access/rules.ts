import type { Command } from '#core/command/command.ts'

import { admins, everyone, exactly, forAll, numbers, oneself, type Rule, work } from './cells.ts'

/** A question of numbers is three things: about everyone, about units, about people. */
export type Action =
  | 'ask company'
  | 'ask units'
  | 'ask people'
  | 'roles list'
  | 'roles change'
  | 'claim'
  | 'approvals list'
  | 'approvals decide'
  | 'actions change'
  | 'notes change'
  | 'baseline change'
  | 'limits'
  | 'limits change'
  | 'alerts list'
  | 'alert act'
  | 'alert rules'
  | 'alert make'
  | 'saved share'
  | Exclude<Command['kind'], 'ask' | 'digest' | 'roles' | 'approvals' | 'alert' | 'alerts'>
  | 'ask-for-access'
  | 'signals of a team'
  | 'unshare'
  | 'reveal'

export const RULES: Readonly<Record<Action, Rule>> = {
  help: { says: 'Read how to ask', ...forAll },
  build: {
    says: 'Put a question together in a form (`build`); it is asked by the rules of what it asks',
    ...forAll,
  },
  metrics: { says: 'Read what each number means (`metrics`)', ...forAll },
  explain: {
    says: 'See how an answer was made (`explain`): its asker, and whoever would get the same one there',
    ...forAll,
  },
  'ask company': {
    says: 'Ask about the whole company; its weekly digest (`digest`)',
    ...numbers('published', 'published'),
  },
  'ask units': {
    says: 'Ask about teams, departments or groups (`team:`, `group:`, `by:team`, `by:department`); a team’s weekly digest (`digest team:`)',
    ...numbers('own units', 'company-only'),
  },
  'ask people': { says: 'Ask about people (`user:`, `by:user`)', ...exactly('people') },
  reconcile: { says: 'Compare bills and sources (`costs reconcile`)', ...exactly('not-person') },
  why: { says: 'See why spend changed (`why`)', ...exactly('exact-only') },
  status: { says: 'See how connectors fare (`status`)', ...admins({ security: 'none' }) },
  contract: { says: 'See what was agreed with vendors (`contract`)', ...admins() },
  privacy: {
    says: 'Read what is promised to those whose use is counted (`privacy`)',
    ...forAll,
  },
  me: { says: 'See one’s own numbers, and who asked for them (`me`)', ...oneself('self') },
  'roles list': { says: 'List who has which role (`roles list`)', ...admins({ security: 'none' }) },
  'roles change': { says: 'Give and take roles (`roles grant`, `roles revoke`)', ...admins() },
  governance: {
    says: 'See what happened in the tools, people by alias (`governance`)',
    ...admins({ admin: 'not-security', security: 'none' }),
  },
  'alerts list': {
    says: 'See which alerts are open, their rules and where they go (`alerts`, `alerts routes`, `alert show`)',
    ...admins({ security: 'none' }),
  },
  'alert act': {
    says: 'Acknowledge, assign, silence, resolve, reopen or rate an alert (`alert acknowledge`), never one about oneself; escalate one (`alert escalate`) or end its silence (`alert unsilence`)',
    ...admins({ security: 'none' }),
  },
  'alert make': {
    says: 'Make a rule on a number, see when it would have told something, and switch it on (`alert when`, `alert budget`, `alert enable made-3`)',
    ...exactly('not-person'),
  },
  budget: {
    says: 'Set a budget on one person’s use, which its maker alone is told of, and whom it is about can see with `me` (`budget`)',
    ...exactly('people'),
    alone: { ...exactly('people').alone, operator: 'no-account' },
  },
  'alert rules': {
    says: 'Switch rules of alerts on and off, one on a number only off (`alert enable`, `alert disable`); say where alerts go (`alert route`, `alert unroute`), where those of one rule go and when it is quiet (`alert rule`), and which models and tools are allowed (`alert allow`)',
    ...admins({ security: 'none' }),
  },
  signals: {
    says: 'See whether work goes differently where AI is used, never of fewer people than the floor (`signals`)',
    alone: work,
    channel: everyone('not-alone'),
  },
  'signals of a team': {
    says: 'See the same of a team in its digest (`digest team:`), which goes to its channel',
    alone: work,
    channel: { ...work, operator: 'not-alone' },
  },
  audit: { says: 'See who asked and did what (`audit`)', ...admins({ security: 'none' }) },
  'approvals list': {
    says: 'See which changes wait for a second person (`approvals list`)',
    ...admins({ security: 'none' }),
  },
  'approvals decide': {
    says: 'Approve or refuse what somebody else wants changed (`approvals approve`, `approvals refuse`)',
    ...admins(),
  },
  actions: {
    says: 'See what digests recommended and whether it worked (`actions`)',
    ...exactly('not-person'),
  },
  'actions change': {
    says: 'Take an action on, snooze or dismiss it, say it is done, draw who starts (`actions take 3`)',
    ...exactly('not-person'),
  },
  accuracy: {
    says: 'See how well what digests of the company expected has held (`accuracy`)',
    ...exactly('not-person'),
  },
  notes: { says: 'Read what admins noted beside the numbers (`notes`)', ...forAll },
  'notes change': {
    says: 'Note what happened on a day, or take it back (`note 2026-11-03 "…"`, `note remove 3`)',
    ...admins(),
  },
  baseline: {
    says: 'See which days are pinned to compare with, and of which team (`baseline`)',
    ...exactly('not-person'),
  },
  'baseline change': {
    says: 'Pin days to compare with, or take them back (`baseline pin`, `baseline unpin 3`)',
    ...exactly('not-person'),
  },
  limits: {
    says: 'See by which limits people are light, moderate and heavy users of a tool (`limits`)',
    ...exactly('not-person'),
  },
  'limits change': {
    says: 'Take new limits from the last four whole weeks (`limits take`, `limits take tool:chatgpt`)',
    ...exactly('not-person'),
  },
  subscribe: {
    says: 'Have something sent again and again (`subscribe`), by the rules of what is sent and of who reads it there',
    ...oneself('none'),
  },
  subscriptions: {
    says: 'See, pause, move and end one’s own subscriptions (`subscriptions`); admins everyone’s',
    ...oneself('none'),
  },
  save: { says: 'Keep a question under a name (`save`)', ...oneself('none') },
  saved: {
    says: 'See, ask, rename and remove one’s own saved questions, and ask shared ones (`saved`)',
    ...oneself('none'),
  },
  'saved share': {
    says: 'Share a saved question with the workspace, and take it back (`saved share`)',
    ...admins({ operator: 'no-account' }),
  },
  claim: { says: 'Become the first admin (`claim CODE`)', ...oneself('none') },
  'ask-for-access': { says: 'Ask the admins for access', ...oneself('none') },
  unshare: { says: 'Take back what one shared, admins anybody’s (`unshare`)', ...oneself('none') },
  reveal: { says: 'See the names behind aliases (**Reveal**)', ...exactly('not-person') },
}
