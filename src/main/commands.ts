import type { Doors, House, Io } from '#cli/doors.ts'
import { runCli } from '#cli/run-cli.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { auditDesk } from '#jobs/audit-desk.ts'
import { statuses } from '#jobs/collecting.ts'
import { lockDown, lockIn, unlock } from '#jobs/lock-down.ts'
import { refuseWhereNobodyIsKept } from '#jobs/nobody-kept.ts'
import { exportOf, forget, remember, rotation } from '#jobs/privacy.ts'
import { keepWithin } from '#jobs/retention.ts'
import { setPrecedence } from '#jobs/set-precedence.ts'
import { undoImport } from '#jobs/undo-import.ts'

import { bookDesks } from './book-desks.ts'
import { collectDesk } from './collect-desk.ts'
import { importWithDirectory } from './import-with-directory.ts'
import type { OpenHouse } from './open-house.ts'
import { policyDesk } from './policy.ts'
import { viewerNamed } from './viewer.ts'

/** Runs a command line that another process sent, on the house that is open here. */
export function commandsOn(
  house: OpenHouse,
  all: Doors,
  { argv, io }: { readonly argv: readonly string[]; readonly io: Io },
): Promise<number> {
  const here: Doors = {
    ...all,
    forward: () => Promise.resolve(undefined),
    openHouse: ({ now }) =>
      Promise.resolve(
        commandsOf(now === undefined ? house : at(now, house), () => Promise.resolve()),
      ),
  }
  return runCli(argv, io, here)
}

/** The same house with a fixed clock. */
function at(now: number, house: OpenHouse): OpenHouse {
  const clock = { now: () => now }
  const collect = { ...house.collect, clock }
  const fixed = { ...house, clock, collect, status: () => statuses(collect) }
  return { ...fixed, answer: answerCommand(fixed) }
}

/** The commands of the command line, on an open house. */
export function commandsOf(
  house: OpenHouse,
  close: () => PromiseLike<void>,
  interruption: () => AbortSignal = () => new AbortController().signal,
): House {
  return {
    async importFiles(request) {
      const outcome = await importWithDirectory(request, house)
      if (outcome.result !== 'applied') return outcome
      await house.rebuildStale()
      return outcome
    },
    imports: () => house.ingest.list(),
    undo: (batch) => undoImport(batch, { by: 'operator', at: house.clock.now() }, house),
    precedence: () => house.precedence.list(),
    setPrecedence: (order) =>
      setPrecedence({ ...order, by: 'operator' }, { ...house, at: house.clock.now() }),
    retention: ({ dryRun }) =>
      keepWithin(
        { dryRun, by: 'operator', place: 'command line' },
        { ...house, policies: house.policy.book, factDays: house.config.retentionDays },
      ),
    privacy: {
      async export(person) {
        await refuseWhereNobodyIsKept(house.policyInForce)
        return exportOf(person, { ...house, at: house.clock.now() })
      },
      async forget(person, options) {
        await refuseWhereNobodyIsKept(house.policyInForce)
        return forget(person, options, { ...house, at: house.clock.now() })
      },
      async remember(person) {
        await refuseWhereNobodyIsKept(house.policyInForce)
        return remember(person, { ...house, at: house.clock.now() })
      },
    },
    keyRotation: rotation({ ...house, at: house.clock.now() }),
    viewer: (person) => viewerNamed(person, house),
    ask: async (request) => house.names.beside(await house.answer(request), request),
    draw: house.draw,
    lock: (reason) => lockDown(reason, house),
    unlock: () => unlock(house),
    locked: () => lockIn(house.memory),
    audit: auditDesk(house),
    approvals: house.approvals,
    policy: policyDesk(house.policy),
    collect: collectDesk(house, interruption),
    ...bookDesks(house),
    siem: house.siem,
    [Symbol.asyncDispose]: close,
  }
}
