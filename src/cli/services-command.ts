import type { ServiceMapping } from '#books.ts'
import { counted } from '#core/message/english.ts'
import type { Part } from '#core/message/message.ts'
import { plainText } from '#core/message/plain-text.ts'
import { formatValue } from '#core/metric/format.ts'
import { day } from '#core/time/day.ts'

import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'

const HEAD = ['Id', 'Kind', 'Name', 'Source', 'Team', 'From', 'To']

const cells = ({ account, kind, label, source, unit, from, to }: ServiceMapping) => [
  String(account),
  kind,
  label,
  source,
  unit ?? '–',
  from === null || from <= '0001-01-01' ? '' : from,
  to ?? '',
]

/** Keys, projects, workspaces and tags; those that no team pays for first. */
export async function servicesList(io: Io, house: House): Promise<number> {
  const all = await house.services.list()
  const number = (those: readonly ServiceMapping[]) =>
    new Set(those.map(({ account }) => account)).size
  const free = all.filter(({ unit }) => unit === null)
  const rows = [...free, ...all.filter(({ unit }) => unit !== null)].map(cells)
  const table: Part = { kind: 'table', head: HEAD, rows }
  io.out(
    plainText({
      title: 'Keys, projects, workspaces and tags',
      summary:
        all.length === 0
          ? 'None is known: connectors find them.'
          : `${counted(number(all), 'service')}; no team pays for ${number(free)} of them. Give one a team: ai-usage services map ID TEAM`,
      parts: rows.length === 0 ? [] : [table],
    }),
  )
  return DONE
}

/** `services map|unmap`, and with --dry-run only what would move. */
export async function servicesChange(parsed: Parsed, io: Io, house: House): Promise<number> {
  const [target = '', unit] = parsed.args
  const [from, to] = [parsed.text('from'), parsed.text('to')]
  const dryRun = parsed.has('dry-run')
  const { service, move } = await house.services.map(
    {
      target,
      unit: parsed.command === 'services map' ? (unit ?? '') : null,
      ...(from !== undefined && { from: day(from) }),
      ...(to !== undefined && { to: day(to) }),
    },
    dryRun,
  )
  const verb = dryRun ? 'would move' : 'moved'
  const place = parsed.command === 'services map' ? `to ${unit ?? ''}` : 'out of its team'
  const spend = formatValue('usd_micros', Number(move.micros))
  io.out(
    `${counted(move.requests, 'request')} and ${spend} of ${service.label} on ${counted(move.days, 'day')} ${verb} ${place}.\n`,
  )
  if (dryRun) io.out('Nothing was changed.\n')
  return DONE
}
