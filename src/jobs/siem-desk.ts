import { UserError } from '#core/errors.ts'
import { sinkFault } from '#core/siem/fault.ts'
import type { TrailRecord } from '#core/siem/record.ts'
import {
  type SiemBook,
  type SiemDesk,
  type Sink,
  SinkError,
  type SinkSetting,
  type SinkTested,
} from '#forwarding.ts'
import type { Audit, Clock } from '#ports.ts'

type DeskPorts = {
  readonly book: SiemBook
  readonly sinks: readonly SinkSetting[]
  readonly open: (setting: SinkSetting) => Sink
  readonly audit: Audit
  readonly clock: Clock
  /** New for each test. */
  readonly id: () => string
}

export function siemDesk(ports: DeskPorts): SiemDesk {
  const { book, sinks, audit, clock } = ports
  return {
    status: () => book.status(clock.now()),
    async test(sink) {
      const asked = sinks.filter(({ number }) => sink === undefined || number === sink)
      if (asked.length === 0)
        throw new UserError(
          sink === undefined ? 'Nothing is forwarded' : `There is no SIEM ${sink}`,
          sinks.length === 0
            ? 'Set AI_USAGE_SIEM_1 (docs/siem.md).'
            : `There are: ${sinks.map(({ number }) => number).join(', ')}.`,
        )
      const tested = await Promise.all(asked.map((setting) => testOf(setting, ports)))
      const failed = tested.filter(({ ok }) => !ok).length
      await audit.record({
        at: clock.now(),
        viewer: 'operator',
        place: 'command line',
        action: 'siem',
        command: 'siem test',
        outcome: failed === 0 ? 'done' : 'failed',
        detail: { sinks: tested.length, failed },
      })
      return tested
    },
  }
}

async function testOf(setting: SinkSetting, { open, clock, id }: DeskPorts): Promise<SinkTested> {
  const { number, address } = setting
  const record: TrailRecord = {
    kind: 'audit',
    id: id(),
    sequence: 0,
    at: clock.now(),
    viewer: 'operator',
    place: 'command line',
    action: 'siem-test',
    command: 'siem test',
    outcome: 'done',
    detail: { test: true },
  }
  const about = { number, address: address.shown }
  const sink = open(setting)
  try {
    await sink.send([record])
    const told =
      address.kind === 'syslog' && address.transport === 'udp'
        ? 'a test record left for it; UDP does not tell whether it came'
        : 'took a test record'
    return { ...about, ok: true, says: `${told} (id ${record.id})` }
  } catch (error) {
    if (!(error instanceof SinkError)) throw error
    const { says, fix } = sinkFault(error.kind)
    return { ...about, ok: false, says, fix }
  } finally {
    await sink.close()
  }
}
