import { viewerName } from '#core/access/access.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { redact } from '#core/command/redact.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import type { LimitsCommand } from '#core/quartile/command.ts'
import { QUARTILE_WEEKS } from '#core/quartile/limits.ts'
import { limitsMessage, takenMessage } from '#core/quartile/message.ts'
import { dayAt } from '#core/time/day.ts'
import type { AskRequest } from '#ports.ts'

import { absent, type Ended, ended, type Reads } from './outcome.ts'

/** Lists the limits of quartile levels, or takes new ones: who may is decided before. */
export async function limitsCommand(
  asked: LimitsCommand,
  { viewer, place }: AskRequest,
  house: Reads,
): Promise<Ended> {
  const command = redact(asked)
  const { limits: book, clock } = house
  if (book === undefined) return absent(command)
  const old = await book.list()
  if (asked.act === 'list')
    return ended('answered', { command, detail: { tools: old.length } }, limitsMessage(old))
  const filters = asked.tools ? { tool: asked.tools } : {}
  const found = await house.usage.resolve(filters)
  if ('unresolved' in found) {
    const period = { kind: 'weeks', count: QUARTILE_WEEKS } as const
    const detail = { reason: 'unresolved', keys: 'tool' }
    const message = unresolvedMessage(found.unresolved, { kind: 'ask', period, filters })
    return ended('misread', { command, detail }, message)
  }
  const now = clock.now()
  const today = dayAt(now, await house.workspace.zone())
  const floor = (await house.policyInForce?.())?.policy.floor ?? DEFAULT_POLICY.floor
  const { taken, not } = await book.take(
    { tools: found.scope.ids.tool ?? 'all', today, floor, by: viewerName(viewer), at: now },
    (of) => ({
      at: now,
      viewer: viewerName(viewer),
      place,
      action: 'limits',
      command,
      outcome: 'done',
      detail: { taken: of.taken.length, not: of.not.length },
    }),
  )
  const message = takenMessage({ taken, not, old, floor })
  return ended('answered', { command, detail: { taken: taken.length } }, message)
}
