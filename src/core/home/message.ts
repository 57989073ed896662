import { echo } from '#core/command/echo.ts'
import { BUILD, type EXAMPLES } from '#core/command/help.ts'
import { counted } from '#core/message/english.ts'
import type { Button, Fact, Message, Part } from '#core/message/message.ts'
import { ASK_FOR_ACCESS } from '#core/message/trouble.ts'
import { type Listed as Saved, savedButton } from '#core/saved/message.ts'
import type { Day } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

import { COURSE_WEEKS } from './course.ts'

/** What someone's page of their own shows them, as they may read it now. */
export type HomeFacts = {
  /** What was used: a sentence and its numbers, or why there are none. */
  readonly headline: {
    readonly says: string
    readonly facts: readonly Fact[]
    /** Asks the same with everything that belongs to it; undefined where nothing is answered. */
    readonly command: string | undefined
    readonly mayAskForAccess: boolean
  }
  /** The weeks of each number: a line each. */
  readonly course: readonly string[]
  readonly saved: readonly Saved[]
  /** What is sent to them: a sentence each. */
  readonly subscriptions: readonly string[]
  /** What they took on and have not done. */
  readonly actions: readonly {
    readonly id: number
    readonly says: string
    readonly due: Day
    readonly late: boolean
  }[]
  /** Those that are open, the worst first; undefined for whom they are none of their business. */
  readonly alerts: readonly string[] | undefined
  /** Whether any number is there to ask about. */
  readonly told: boolean
  /** What anyone may type first, of that what they may ask. */
  readonly examples: typeof EXAMPLES
  readonly role: string
  /** What they may do: the sentences of the rules. */
  readonly may: readonly string[]
}

const ask = (label: string, command: string): Button => ({ label, act: { kind: 'ask', command } })
const HELP: Button = { label: 'Help', act: { kind: 'help' } }

/** With more it would be a list to read, which `saved` and its like are. */
const MOST_SAVED = 10
const MOST_SENT = 5
const MOST_ACTIONS = 5

const TITLE = 'How your company uses AI'

const text = (said: string): Part => ({ kind: 'text', text: said })
const buttons = (all: readonly Button[]): Part => ({ kind: 'buttons', buttons: all })
const more = (all: number, most: number, command: string): readonly string[] =>
  all > most ? [`And ${all - most} more: \`${command}\`.`] : []

/** The page of someone who may ask. */
export function homeMessage(home: HomeFacts): Message {
  return {
    title: TITLE,
    summary: home.headline.says,
    parts: [
      ...headline(home),
      ...courseOf(home),
      ...alertsOf(home),
      ...actionsOf(home),
      ...savedOf(home),
      ...sentOf(home),
      ...helpOf(home),
    ],
  }
}

/** The page of someone who is not answered, and why. */
export function refusedHome(says: string, mayAskForAccess: boolean): Message {
  return {
    title: TITLE,
    summary: says,
    parts: [text(says), buttons([...(mayAskForAccess ? [ASK_FOR_ACCESS] : []), HELP])],
  }
}

function headline({ headline: { says, facts, command, mayAskForAccess } }: HomeFacts): Part[] {
  const offered = [
    ...(command === undefined ? [] : [{ ...ask('Show it', command), style: 'primary' as const }]),
    ...(mayAskForAccess ? [ASK_FOR_ACCESS] : []),
  ]
  return [
    text(says),
    ...(facts.length === 0 ? [] : [{ kind: 'facts' as const, facts }]),
    ...(offered.length === 0 ? [] : [buttons(offered)]),
  ]
}

function courseOf({ course }: HomeFacts): readonly Part[] {
  if (course.length === 0) return []
  return [text([`**The last ${COURSE_WEEKS} weeks**`, ...course].join('\n'))]
}

function alertsOf({ alerts }: HomeFacts): readonly Part[] {
  if (alerts === undefined) return []
  const [worst] = alerts
  if (worst === undefined) return [text('**Alerts** None is open.')]
  return [
    text(`**Alerts** ${counted(alerts.length, 'alert is', 'alerts are')} open. ${worst}`),
    buttons([ask('Open alerts', 'alerts')]),
  ]
}

function actionsOf({ actions }: HomeFacts): readonly Part[] {
  if (actions.length === 0) return []
  const lines = actions
    .slice(0, MOST_ACTIONS)
    .map(
      ({ id, says, due, late }) =>
        `**${id}** ${says} Due ${describeDay(due)}${late ? ', overdue' : ''}.`,
    )
  return [
    text(
      ['**Yours to do**', ...lines, ...more(actions.length, MOST_ACTIONS, 'actions')].join('\n'),
    ),
    buttons(
      actions.slice(0, MOST_ACTIONS).map(({ id }) => ask(`Done: ${id}`, `actions done ${id}`)),
    ),
  ]
}

function savedOf({ saved }: HomeFacts): readonly Part[] {
  if (saved.length === 0)
    return [text('**Saved questions** None yet. Ask something, then type `save "Monday numbers"`.')]
  const rest = more(saved.length, MOST_SAVED, 'saved')
  return [
    text(['**Saved questions**', ...rest].join('\n')),
    buttons(saved.slice(0, MOST_SAVED).map(savedButton)),
  ]
}

function sentOf({ subscriptions }: HomeFacts): readonly Part[] {
  if (subscriptions.length === 0) return []
  const lines = subscriptions.slice(0, MOST_SENT)
  return [
    text(
      [
        '**Sent to you or by you**',
        ...lines,
        ...more(subscriptions.length, MOST_SENT, 'subscriptions'),
      ].join('\n'),
    ),
    buttons([ask('My subscriptions', 'subscriptions')]),
  ]
}

function helpOf({ told, examples, role, may }: HomeFacts): readonly Part[] {
  const lines = examples.map(({ command, says }) => `${echo(command)} ${says}`)
  return [
    ...(examples.length === 0
      ? []
      : [
          text(
            ['**Ask in any channel, or under Messages; only you see the answer**', ...lines].join(
              '\n',
            ),
          ),
        ]),
    buttons([
      ...(told ? [BUILD] : []),
      ...examples.slice(0, 3).map(({ command }) => ask(command, command)),
      HELP,
    ]),
    { kind: 'note', text: `Your role: ${role}. ${allowed(may)}` },
  ]
}

const MOST_RIGHTS = 8

/** The first of the rules, each by what it is first about; what to type for the rest, help says. */
function allowed(may: readonly string[]): string {
  const acts = may.map((says) =>
    (says.replaceAll(/ ?\([^)]*\)/gu, '').split(';')[0] ?? '').replace(/^[A-Z]/u, (letter) =>
      letter.toLowerCase(),
    ),
  )
  const rest = acts.length - MOST_RIGHTS
  const more =
    rest > 0 ? `; and ${counted(rest, 'more thing', 'more things')}: \`help commands\`` : ''
  return `You may ${acts.slice(0, MOST_RIGHTS).join('; ')}${more}.`
}
