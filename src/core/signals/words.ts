import type { SignalId, UsageLevel } from './panel.ts'

type Words = {
  /** As the head of a column: `PRs merged`. */
  readonly head: string
  /** `merged pull requests`: inside a sentence, many. */
  readonly noun: string
  /** Of what it is so many, where it is not the measure of one thing. */
  readonly per: '' | ' per person and week'
  readonly digits: 0 | 1
}

/** In the order in which they are shown. */
export const SIGNALS: Readonly<Record<SignalId, Words>> = {
  prs_merged: {
    head: 'PRs merged',
    noun: 'pull requests merged',
    per: ' per person and week',
    digits: 1,
  },
  prs_opened: {
    head: 'PRs opened',
    noun: 'pull requests opened',
    per: ' per person and week',
    digits: 1,
  },
  review_hours: {
    head: 'Hours to review',
    noun: 'hours to a first review',
    per: '',
    digits: 1,
  },
  pr_size: {
    head: 'Lines a PR',
    noun: 'lines a pull request',
    per: '',
    digits: 0,
  },
  meeting_hours: {
    head: 'Meeting hours',
    noun: 'hours in meetings',
    per: ' per person and week',
    digits: 1,
  },
  focus_hours: {
    head: 'Focus hours',
    noun: 'hours of focus time',
    per: ' per person and week',
    digits: 1,
  },
}

export const SIGNAL_IDS = Object.keys(SIGNALS) as readonly SignalId[]

const LEVELS: Readonly<Record<UsageLevel, string>> = {
  power: 'Power',
  habitual: 'Habitual',
  novice: 'Novice',
  low: 'Low',
  none: 'No use',
}

const TOGETHER: Readonly<Record<string, string>> = {
  'power,habitual': 'Most weeks',
  'novice,low': 'Some weeks',
  'novice,low,none': 'Fewer or no weeks',
  'power,habitual,novice,low,none': 'Everyone',
}

/** What a group of levels is called. */
export const levelName = (group: readonly UsageLevel[]): string =>
  TOGETHER[group.join()] ?? group.map((level) => LEVELS[level]).join(', ')

export const numberOf = (signal: SignalId, value: number): string =>
  value.toLocaleString('en-US', {
    minimumFractionDigits: SIGNALS[signal].digits,
    maximumFractionDigits: SIGNALS[signal].digits,
  })
