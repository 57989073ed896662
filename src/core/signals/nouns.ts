import type { SignalId } from './panel.ts'

/** What is counted, as one has more or fewer of it; and of what, where it is not the measure of one thing. */
export const NOUNS: Record<SignalId, { readonly noun: string; readonly per: string }> = {
  prs_opened: { noun: 'opened pull requests', per: ' a person and week' },
  prs_merged: { noun: 'merged pull requests', per: ' a person and week' },
  review_hours: { noun: 'hours until the first review', per: '' },
  pr_size: { noun: 'lines in merged pull requests', per: ' a person and week' },
  meeting_hours: { noun: 'hours in meetings', per: ' a person and week' },
  focus_hours: { noun: 'hours of focus time', per: ' a person and week' },
}
