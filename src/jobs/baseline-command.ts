import { viewerName } from '#core/access/access.ts'
import { baselineLine, baselineMessage } from '#core/baseline/message.ts'
import type { BaselineCommand } from '#core/command/command.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { redact, withoutAddresses } from '#core/command/redact.ts'
import { UserError } from '#core/errors.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import { dayAt } from '#core/time/day.ts'
import { length } from '#core/time/period.ts'
import { LONGEST_DAYS } from '#core/time/resolve.ts'
import type { BaselineBook } from '#ledgers.ts'
import type { AskRequest, AuditRow } from '#ports.ts'

import { absent, type Ended, ended, type Reads } from './outcome.ts'

/** More are a mistake. */
const MOST = 100

/** Lists what is pinned, or changes it: who may is decided before. */
export async function baselineCommand(
  asked: BaselineCommand,
  { viewer, place }: AskRequest,
  house: Reads,
): Promise<Ended> {
  const command = redact(asked)
  const { baselines: book, clock } = house
  if (book === undefined) return absent(command)
  const row = (id: number): AuditRow => ({
    at: clock.now(),
    viewer: viewerName(viewer),
    place,
    action: 'baseline',
    command,
    outcome: 'done',
    detail: { id },
  })
  switch (asked.act) {
    case 'list': {
      const all = await book.list()
      return ended('answered', { command, detail: { baselines: all.length } }, baselineMessage(all))
    }
    case 'unpin': {
      if (!(await book.unpin(asked.id, row(asked.id))))
        return wrong(command, `There is no baseline ${asked.id}`, 'See them: baseline')
      const message = baselineMessage(
        await book.list(),
        `Baseline ${asked.id} is no longer pinned.`,
      )
      return ended('answered', { command, detail: { id: asked.id } }, message)
    }
    case 'pin':
      return pinned(asked, { book, house, command, row, by: viewerName(viewer) })
  }
}

type Pinning = {
  readonly book: BaselineBook
  readonly house: Reads
  readonly command: string
  readonly row: (id: number) => AuditRow
  readonly by: string
}

async function pinned(
  { from, to, team, says: typed }: Extract<BaselineCommand, { readonly act: 'pin' }>,
  { book, house, command, row, by }: Pinning,
): Promise<Ended> {
  const now = house.clock.now()
  const today = dayAt(now, await house.workspace.zone())
  if (from > to)
    return wrong(command, `${from} comes after ${to}`, 'Name the first day first: from..to.')
  if (to >= today)
    return wrong(command, `${to} is not over`, 'Pin days that are over: they must not change.')
  if (length({ from, to }) > LONGEST_DAYS)
    return wrong(command, `That is more than ${LONGEST_DAYS} days`, 'Pin fewer days.')
  if ((await book.list()).length >= MOST)
    return wrong(command, `There are ${MOST} baselines`, 'Unpin one first: baseline')
  const found = await house.usage.resolve(team === undefined ? {} : { team: [team] })
  if ('unresolved' in found) {
    const ask = {
      kind: 'ask',
      period: { kind: 'range', from, to },
      filters: { team: [team ?? ''] },
    } as const
    const detail = { reason: 'unresolved', keys: 'team' }
    return ended('misread', { command, detail }, unresolvedMessage(found.unresolved, ask))
  }
  const unit = team === undefined ? null : (found.scope.labels.team?.[0] ?? team)
  // Nobody is named in what others read.
  const says = withoutAddresses(typed)
  const id = await book.pin({ unit, from, to, says, by, at: now }, row)
  const line = baselineLine({ id, unit, from, to, says })
  const message = baselineMessage(await book.list(), `Pinned: ${line}. Ask \`1w vs:baseline\`.`)
  return ended('answered', { command, detail: { id } }, message)
}

function wrong(command: string, what: string, fix: string): Ended {
  const trace = { command, detail: { reason: 'baseline' } }
  return ended('misread', trace, mistakeMessage(new UserError(what, fix), 'baseline'))
}
