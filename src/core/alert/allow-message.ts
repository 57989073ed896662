import { listed } from '#core/message/english.ts'
import type { Button, Message, Part } from '#core/message/message.ts'

import { ALLOW_KINDS, allowWords, type AllowRow } from './allow.ts'
import type { Exception } from './except.ts'
import { openNames, type Outside, outside, type Use } from './unapproved.ts'

const MOST_BUTTONS = 4
const MOST_NAMED = 10

type Known = { readonly exceptions: readonly Exception[]; readonly uses: readonly Use[] }

/** What is allowed, and what was used in the last 30 days and is not. */
export function allowMessage(
  list: readonly AllowRow[],
  { exceptions, uses }: Known,
  { exact, floor }: { readonly exact: boolean; readonly floor: number },
): Message {
  const apart = ALLOW_KINDS.flatMap((kind) => outside(kind, uses, list))
  const remove = list.slice(-MOST_BUTTONS).map((entry): Button => ({
    label: `Remove ${entry.pattern}`.slice(0, 60),
    act: { kind: 'ask', command: `alert allow remove ${allowWords(entry)}` },
  }))
  const takeBack = exceptions.slice(-MOST_BUTTONS).map((one): Button => ({
    label: `Remove ${one.pattern} of ${one.rule}`.slice(0, 60),
    act: { kind: 'ask', command: `alert allow remove ${allowWords(one)} rule:${one.rule}` },
  }))
  return {
    title: 'Allowed models and tools',
    summary: sentence(list, apart),
    parts: [
      ...(list.length > 0
        ? [
            {
              kind: 'table',
              head: ['What', 'Allowed'],
              rows: list.map(({ kind, pattern }) => [kind, pattern]),
            } satisfies Part,
          ]
        : []),
      ...(exceptions.length > 0
        ? [
            {
              kind: 'table',
              head: ['Rule', 'Passes over'],
              rows: exceptions.map((one) => [one.rule, allowWords(one)]),
            } satisfies Part,
          ]
        : []),
      {
        kind: 'note',
        text: `${
          apart.length > 0
            ? `Outside the lists, in the last 30 days: ${listed(
                exact ? apart.map(({ name }) => name) : openNames(apart, floor),
                MOST_NAMED,
              )}. `
            : ''
        }What is used and is on no list is told once. A kind without a list has nothing outside it. Add with \`alert allow model:claude-* tool:chatgpt\`, and what a rule passes over with \`alert allow tool:cursor rule:role-changed\`.`,
      },
      {
        kind: 'buttons',
        buttons: [
          ...remove,
          ...takeBack,
          { label: 'Rules', act: { kind: 'ask', command: 'alerts rules' } },
        ],
      },
    ],
  }
}

function sentence(list: readonly AllowRow[], apart: readonly Outside[]): string {
  if (list.length === 0) return 'There is no list, so nothing is outside it.'
  const kinds = ALLOW_KINDS.filter((kind) => list.some((entry) => entry.kind === kind))
  const of = listed(kinds.map((kind) => `${kind}s`))
  if (apart.length === 0) return `Nothing outside the list of ${of} was used in the last 30 days.`
  return apart.length === 1
    ? `One outside the list of ${of} was used in the last 30 days.`
    : `${apart.length} outside the list of ${of} were used in the last 30 days.`
}
