import type { DisplayNames, PolicyBook } from '#books.ts'
import { viewerName } from '#core/access/access.ts'
import { roleOf } from '#core/access/decide.ts'
import { placeOf } from '#core/access/place.ts'
import { redact } from '#core/command/redact.ts'
import { aliasesIn, withNames } from '#core/message/named.ts'
import { decideWithin } from '#core/policy/within.ts'
import type { Answer, AskRequest, Audit, Clock, Log, Workspace } from '#ports.ts'
import type { Names } from '#rights.ts'

import { namedSince } from './policy.ts'
import { fault } from './trouble.ts'

type House = {
  readonly names: Pick<DisplayNames, 'of'>
  readonly policies: Pick<PolicyBook, 'history'>
  readonly workspace: Pick<Workspace, 'zone'>
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Log
}

/** Names for those who may see people, where a company keeps them. */
export function namesOf(house: House): Names {
  return {
    of: (aliases) => house.names.of(aliases),
    beside: async (answer, request) => {
      try {
        return await beside(answer, request, house)
      } catch (error) {
        // Without its row in the trail no name is given.
        house.log.warn(fault(error), 'Names could not be put beside aliases')
        return answer
      }
    },
  }
}

async function beside(answer: Answer, request: AskRequest, house: House): Promise<Answer> {
  if (answer.outcome !== 'answered' || answer.since === undefined) return answer
  const history = await house.policies.history()
  const policy = history.at(-1)?.policy
  if (policy?.mode !== 'named') return answer
  const { viewer } = request
  const place = placeOf(request.place)
  const aliases = aliasesIn(answer.message)
  if (aliases.length === 0 || !decideWithin({ viewer, place, action: 'reveal' }, policy).allowed)
    return answer
  const from = namedSince(history, await house.workspace.zone())
  // What was used under the promise of a pseudonym stays under it.
  if (from === undefined || answer.since < from)
    return { ...answer, message: tooEarly(answer, from) }
  const names = await house.names.of(aliases)
  if (names.size === 0) return answer
  await house.audit.record({
    at: house.clock.now(),
    viewer: viewerName(viewer),
    place: request.place,
    action: 'reveal',
    command: redact(request.text),
    outcome: 'done',
    detail: { people: [...names.keys()].join(' '), role: roleOf(viewer), reason: 'mode: named' },
  })
  return { ...answer, message: withNames(answer.message, names) }
}

function tooEarly({ message }: Answer, from: string | undefined): Answer['message'] {
  const text =
    from === undefined
      ? 'Names stand beside use from tomorrow on: up to today, aliases were promised.'
      : `Names stand beside use of ${from} and later, also of what it is compared with: before, aliases were promised.`
  return { ...message, parts: [...message.parts, { kind: 'note', text }] }
}
