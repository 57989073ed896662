import { formatDigest } from '#core/command/digest-words.ts'
import { parse } from '#core/command/parse.ts'
import { unasked } from '#core/delivery/says.ts'
import { dayAt, monday } from '#core/time/day.ts'
import type { AnswerCommand, Workspace } from '#ports.ts'

import type { ComposeView } from './compose-turn.ts'

/**
 * The digest of the week before a turn, for who reads it there: asked like any question, so that rights,
 * place and trail are those of now. Late turns have the digest they would have had.
 */
export function subscribedDigest(house: {
  readonly answer: AnswerCommand
  readonly workspace: Pick<Workspace, 'zone'>
}): ComposeView {
  return async ({ text, viewer, place, slot }) => {
    const scope = parse(text)
    const [team] = (scope.kind === 'ask' && scope.filters.team) || []
    const asOf = monday(dayAt(slot, await house.workspace.zone()))
    const command = formatDigest({ kind: 'digest', ...(team !== undefined && { team }), asOf })
    const where =
      place.kind === 'terminal' || viewer.kind === 'operator'
        ? 'terminal'
        : `${viewer.platform}:${place.kind}/${place.channel}`
    const { outcome, message } = await house.answer({ text: command, viewer, place: where })
    if (outcome !== 'answered') throw new Error(`a subscribed digest was ${outcome}`)
    return unasked(message)
  }
}
