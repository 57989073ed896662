import { writeFilter } from '#core/command/suggest.ts'
import { counted, listed } from '#core/message/english.ts'
import type { Button, Message, Part } from '#core/message/message.ts'
import type { NotTaken } from '#core/quartile/taken.ts'
import { describePeriod } from '#core/time/describe.ts'

import { fewestFor, type TakenLimits } from './limits.ts'
import { levelsFrom, limitsLine } from './words.ts'

/** The limits in force. */
export function limitsMessage(all: readonly TakenLimits[]): Message {
  const summary =
    all.length === 0
      ? 'No tool has limits of quartile levels.'
      : `${counted(all.length, 'tool has', 'tools have')} limits of quartile levels.`
  const text =
    all.length > 0
      ? `${all.map((of) => `• ${limitsLine(of)}`).join('\n')}\n${STAY}`
      : 'They are taken by themselves once four whole weeks of a tool are known. Take them now, or see why there are none: `limits take`.'
  return message(summary, text, all)
}

const STAY =
  'They stay as use grows, so that moves between levels are real. Admins take new ones: `limits take`, `limits take tool:chatgpt`.'

type Took = {
  readonly taken: readonly TakenLimits[]
  readonly not: readonly NotTaken[]
  /** Those in force until now. */
  readonly old: readonly TakenLimits[]
  readonly floor: number
}

/** What an admin took anew, beside what was before, and of which tools there was nothing to take. */
export function takenMessage({ taken, not, old, floor }: Took): Message {
  const summary =
    taken.length === 0
      ? 'No limits were taken.'
      : `Limits were taken of ${listed(taken.map(({ tool }) => tool))}.`
  const lines = taken.map((of) => {
    const before = old.find(({ tool }) => tool === of.tool)
    return `• ${of.tool}: ${levelsFrom(of)}, from use in ${describePeriod(of)}${before ? `; before: ${before.light}, ${before.moderate} and ${before.heavy}` : ''}`
  })
  const why = (reason: NotTaken['why']) => not.filter((one) => one.why === reason)
  const said = (tools: readonly NotTaken[], because: string) =>
    tools.length === 0 ? [] : [`• Not of ${listed(tools.map(({ tool }) => tool))}: ${because}`]
  const text = [
    ...lines,
    ...said(
      why('weeks'),
      'there are no four whole weeks of late whose every day is known. See how far it is: `status`.',
    ),
    ...said(
      why('people'),
      `it takes ${fewestFor(floor)} people who used it in four weeks, and ${floor} at each level.`,
    ),
    ...(taken.length === 0
      ? []
      : ['Answers from now on go by them; those already given stay as they are.']),
  ]
  return message(summary, text.join('\n'), taken)
}

function message(summary: string, text: string, all: readonly TakenLimits[]): Message {
  const buttons = all.slice(0, 2).map(({ tool }): Button => {
    const command = `${writeFilter('tool', [tool])} by:quartile people 30d`
    return { label: command, act: { kind: 'ask', command } }
  })
  const more: readonly Part[] = buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }]
  return {
    title: 'Limits of quartile levels',
    summary,
    parts: [{ kind: 'text', text: summary }, { kind: 'text', text }, ...more],
  }
}
