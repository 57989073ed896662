import {
  type DailyRow,
  dailyRows,
  type RawEvent,
  type RawMember,
  sessionsOf,
} from '#test/support/reference.ts'

import { canonical } from './imports.ts'

const grouped = <Item>(items: readonly Item[], key: (item: Item) => unknown[]) => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const name = JSON.stringify(key(item))
    groups.set(name, [...(groups.get(name) ?? []), item])
  }
  return [...groups].map(([name, group]) => ({ key: JSON.parse(name) as string[], group }))
}

/** Of whole numbers; null where none is known. */
const sum = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0)
}

/** Of whole numbers of any size, as text. */
const sumText = (values: readonly (bigint | null)[]): string | null => {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0n).toString()
}

/** What the derived tables should hold, in the shape of `storedDerived`. */
export function expectedDerived(
  events: readonly RawEvent[],
  members: readonly RawMember[],
): unknown {
  const daily = dailyRows(events, members)
  return {
    sessions: canonical(
      sessionsOf(events, members).map(
        ({ day, lastDay, person, tool, startedAt, endedAt, messages }) => ({
          day,
          last_day: lastDay,
          person,
          tool,
          started: startedAt.toString(),
          ended: endedAt.toString(),
          messages,
        }),
      ),
    ),
    units: canonical(grouped(daily, ({ day, unit, tool }) => [day, unit, tool]).map(unitRow)),
    departments: canonical(people(daily, (unit) => unit?.split('/')[0] ?? null)),
    teams: canonical(
      people(
        daily.filter(({ unit }) => unit?.includes('/')),
        (unit) => unit,
      ),
    ),
  }
}

const unitRow = ({ key: [day, unit, tool], group }: { key: string[]; group: DailyRow[] }) => ({
  day,
  unit,
  tool,
  messages: sum(group.map(({ messages }) => messages)),
  sessions: sum(group.map(({ sessions }) => sessions)),
  requests: sum(group.map(({ requests }) => requests)),
  errors: sum(group.map(({ errors }) => errors)),
  input: sum(group.map(({ inputTokens }) => inputTokens)),
  billed: sumText(group.map(({ costBilledMicros }) => costBilledMicros)),
  estimated: sumText(group.map(({ costEstimatedMicros }) => costEstimatedMicros)),
  credits: sumText(group.map(({ costCreditsMicros }) => costCreditsMicros)),
})

/** Each active person once per day, unit and tool. */
const people = (daily: readonly DailyRow[], unitOf: (unit: string | null) => string | null) =>
  grouped(
    daily.filter(({ active, person }) => active && person !== null),
    ({ day, unit, tool, person }) => [day, unitOf(unit), tool, person],
  ).map(({ key: [day, unit, tool, person] }) => ({ day, unit, tool, person }))
