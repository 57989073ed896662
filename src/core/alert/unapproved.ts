import { listed } from '#core/message/english.ts'
import { type Day, monday } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

import type { Finding } from './alert.ts'
import { type AllowEntry, type AllowKind, allowWords, isAllowed } from './allow.ts'
import { unapprovedModel } from './rules/unapproved-model.ts'
import { unapprovedTool } from './rules/unapproved-tool.ts'

/** A model in a tool, and the first of the days asked about on which it was used. */
export type Use = {
  readonly tool: string
  readonly model: string | null
  readonly day: Day
  /** Fewer people than the floor are known to have used the model: its name could be one of theirs. */
  readonly few: boolean
}

const RULE = { model: unapprovedModel, tool: unapprovedTool } as const

/** More at once are one alert: a list that was just begun has much outside. */
const MOST_APART = 5
const MOST_NAMED = 20

export type Outside = {
  readonly name: string
  readonly day: Day
  readonly tools: readonly string[]
  /** Its name is for who may read exact numbers. */
  readonly few: boolean
}

/** What was used and is not on the list of its kind, by name; nothing where there is no such list. */
export function outside(
  kind: AllowKind,
  uses: readonly Use[],
  list: readonly AllowEntry[],
): readonly Outside[] {
  const found = new Map<string, Outside>()
  for (const use of uses) {
    const name = use[kind]
    if (name === null || isAllowed(kind, name, list) !== false) continue
    const { day = use.day, tools = [] } = found.get(name) ?? {}
    const first = use.day < day ? use.day : day
    const few = kind === 'model' && use.few
    found.set(name, { name, day: first, tools: [...new Set([...tools, use.tool])].toSorted(), few })
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** What is outside, as everyone may read it: models that few used have no names. */
export function openNames(found: readonly Outside[], floor: number): readonly string[] {
  const few = found.filter((one) => one.few).length
  const unnamed =
    few === 1
      ? `a model fewer than ${floor} people used`
      : `${few} models fewer than ${floor} people used each`
  return [...found.flatMap((one) => (one.few ? [] : [one.name])), ...(few > 0 ? [unnamed] : [])]
}

/**
 * One alert each, once and for all, and once more when so many use a model that it can be named; of very
 * many at once, one a week. `at`: when a day ended.
 */
export function unapprovedFindings(
  kind: AllowKind,
  found: readonly Outside[],
  { at, floor }: { readonly at: (day: Day) => number; readonly floor: number },
): readonly Finding[] {
  const { id: rule, severity } = RULE[kind]
  const same = { rule, severity, actor: null, once: true } as const
  if (found.length > MOST_APART) {
    const last = found.reduce((day, one) => (one.day > day ? one.day : day), found[0]?.day ?? '')
    const names = found.map(({ name }) => name)
    return [
      {
        ...same,
        says: `${found.length} ${kind}s that are not allowed were used`,
        tool: null,
        subject: `many/${monday(last as Day)}`,
        at: at(last as Day),
        command: 'alert allow list',
        facts: [
          {
            label: kind === 'model' ? 'Models' : 'Tools',
            value: listed(openNames(found, floor), MOST_NAMED),
          },
          ...(found.some(({ few }) => few)
            ? [{ label: 'All of them', value: listed(names, MOST_NAMED), exact: true } as const]
            : []),
        ],
      },
    ]
  }
  const exact = { exact: true } as const
  return found.map(({ name, day, tools, few }) => ({
    ...same,
    says: few
      ? `A model fewer than ${floor} people used is not allowed and was used`
      : `${kind === 'model' ? 'Model' : 'Tool'} ${name} is not allowed and was used`,
    tool: tools.length === 1 ? (tools[0] ?? null) : null,
    subject: `${few ? 'few/' : ''}${kind}/${name}`,
    at: at(day),
    command: 'alert allow list',
    facts: [
      ...(few ? [{ label: 'Model', value: name, ...exact }] : []),
      ...(kind === 'model' ? [{ label: 'In', value: listed(tools, MOST_NAMED) }] : []),
      { label: 'Used on', value: describeDay(day) },
      {
        label: 'To allow it',
        value: `alert allow ${allowWords({ kind, pattern: name })}`,
        ...(few && exact),
      },
    ],
  }))
}
