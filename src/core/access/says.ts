import type { Reason, Refused } from './access.ts'

type Words = {
  /** What happened, and what to do next. */
  readonly says: string
  /** Where a role would help: the admins can be asked for one. */
  readonly access?: true
}

const WORDS: Readonly<Record<Reason, Words>> = {
  guest: {
    says: 'Guests cannot ask about AI usage. Ask a member of this workspace to send you the numbers you need.',
  },
  deactivated: {
    says: 'This account is deactivated, so it cannot ask about AI usage. Sign in with an active account and ask again.',
  },
  bot: { says: 'Apps and bots cannot ask about AI usage. Ask from your own account.' },
  foreign: {
    says: 'Your account belongs to another workspace. Ask from an account of the workspace where AI Usage is installed.',
  },
  unknown: {
    says: 'Your account could not be checked, so nothing was shown. Try again in a minute; if it happens again, tell an admin.',
  },
  'not-admin': { says: 'Only admins can do this, and you are not one.', access: true },
  'not-person': {
    says: 'This shows exact numbers, which only admins with the person permission see.',
    access: true,
  },
  'exact-only': {
    says: 'Why spend changed is worked out from what single people used, so it is told only to admins with the person permission, in private. Ask `spend by:model` for what is published.',
    access: true,
  },
  'not-security': {
    says: 'This shows what people did one by one, which only the security role and admins with the person permission see.',
    access: true,
  },
  'not-analyst': {
    says: 'How work and AI go together is shown to analysts, admins and those who lead a team.',
    access: true,
  },
  people: {
    says: 'People are shown one by one only to admins with the person permission, and only in private. Ask about a team, or type `me 30d` for your own numbers.',
  },
  'company-only': {
    says: 'You can ask about the whole company and, with `me 30d`, about yourself. Teams are for those who lead them, analysts and admins.',
    access: true,
  },
  'own-units': { says: 'You can ask about the units you lead.' },
  'not-alone': {
    says: 'Others read this channel, and this answer is for one person. Ask in the messages of this app.',
  },
  outsiders: {
    says: 'People of other companies read this channel, so nothing about this one is said here. Ask in the messages of this app.',
  },
  'no-account': {
    says: 'The command line is nobody’s account. Ask in Slack, or with `--as` and a Slack user id.',
  },
  'machine-only': {
    says: 'This is done on the machine that runs AI Usage. Ask whoever runs it.',
  },
  unpublished: {
    says: 'Numbers for everyone are not published here yet, and you are not an admin with the person permission, who sees exact ones.',
    access: true,
  },
  'not-promised': {
    says: 'The privacy policy of this company lets nothing be answered in this place. Ask in another; `privacy` in the messages of this app says which there are.',
  },
  'reveal-promised': {
    says: 'The privacy policy of this company does not let you see the names behind aliases. Type `privacy` to read it.',
  },
  'nobody-kept': {
    says: 'The privacy policy of this company is aggregate-only: nothing is kept of one person, so there is nothing to show of you or of anybody else. Ask about a team, or about everyone.',
  },
  unmatched: {
    says: 'No usage is known under the address of your account. Ask an admin whether your tools know you by another one; they can join the two.',
  },
}

/** `button`: there is one to press where this is read. */
export function refusal(reason: Reason, button: boolean): Refused {
  const { says, access = false } = WORDS[reason]
  if (!access) return { allowed: false, reason, says, mayAskForAccess: false }
  const next = button
    ? 'Press Ask for access and an admin gets your request.'
    : 'Ask an admin for a role.'
  return { allowed: false, reason, says: `${says} ${next}`, mayAskForAccess: button }
}
