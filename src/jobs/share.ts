import { viewerName } from '#core/access/access.ts'
import { actionOf } from '#core/access/action.ts'
import { decide } from '#core/access/decide.ts'
import { placeOf } from '#core/access/place.ts'
import { parse } from '#core/command/parse.ts'
import type { InForce } from '#core/policy/book.ts'
import { whyNotShared } from '#core/share/audience.ts'
import { changesIn, notSharedMessage, sharedMessage } from '#core/share/message.ts'
import type { Sharing } from '#core/share/sharing.ts'
import type { AnswerCommand, Answers, Audit, AuditRow, Clock } from '#ports.ts'

type ShareHouse = {
  readonly answer: AnswerCommand
  readonly answers: Answers
  readonly audit: Audit
  readonly clock: Clock
  readonly policyInForce: () => Promise<InForce>
}

/** Sharing, whatever the platform: who may read it, what they read, and taking it back. */
export function sharing(house: ShareHouse): Sharing {
  const { answers } = house
  const record = (row: Omit<AuditRow, 'at' | 'detail'>) =>
    house.audit.record({ at: house.clock.now(), detail: {}, ...row })

  return {
    async prepare({ found, viewer, place, audience }) {
      const command = parse(found.command)
      if (command.kind === 'misread')
        return { refused: notSharedMessage('Its command is not known any more.') }
      const { policy } = await house.policyInForce()
      const { made } = found
      const about = made ? [made.labels, ...(made.beside ? [made.beside] : [])] : []
      const why = whyNotShared(audience, { action: actionOf(command), about, policy })
      const row = {
        viewer: viewerName(viewer),
        place,
        action: 'share',
        command: found.command,
      } as const
      if (why !== undefined) {
        await record({ ...row, outcome: 'refused' })
        return { refused: notSharedMessage(why) }
      }
      // Never the answer that one person got: the one that this place gets.
      const theirs = await house.answer({ text: found.command, viewer, place })
      const { answerId, ref, message } = theirs
      if (theirs.outcome !== 'answered') return { refused: message }
      if (theirs.empty === true || answerId === undefined || ref === undefined)
        return { refused: notSharedMessage(`Nothing of it is told there: ${message.summary}`) }
      await record({ ...row, outcome: 'done' })
      return {
        message,
        answerId,
        posted: async (spot) => {
          await answers.post(answerId, spot)
          const changes = changesIn(found.message, message)
          return sharedMessage({ ref, place: audience.place, changes })
        },
      }
    },

    async takeBack({ viewer, place, ref }, remove) {
      const name = viewerName(viewer)
      if (viewer.kind !== 'member' || !decide(viewer, placeOf(place), 'unshare').allowed)
        return false
      const found = ref === undefined ? await answers.last(name, 'shared') : await answers.find(ref)
      if (found?.posted === undefined) return false
      const here = found.viewer.startsWith(`${viewer.platform}:${viewer.workspace}/`)
      if (found.viewer !== name && !(viewer.admin && here)) return false
      const { command, posted } = found
      await record({ viewer: name, place, action: 'unshare', command, outcome: 'done' })
      await remove(posted)
      await answers.post(found.id, undefined)
      return true
    },
  }
}
