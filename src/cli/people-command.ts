import type { Decided, PeopleLink, Unmatched, UseMove } from '#books.ts'
import { UserError } from '#core/errors.ts'
import { counted, listed } from '#core/message/english.ts'
import type { Message } from '#core/message/message.ts'
import { plainText } from '#core/message/plain-text.ts'
import { formatValue } from '#core/metric/format.ts'
import { type Day, day } from '#core/time/day.ts'

import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'

const MOST_ROWS = 50
const NOTHING = '–'

const usd = (micros: bigint) => formatValue('usd_micros', Number(micros))
const number = (value: number) => formatValue('count', value)

function list(io: Io, { title, summary, head, rows }: Listing): number {
  const message: Message = {
    title,
    summary,
    parts: rows.length === 0 ? [] : [{ kind: 'table', head, rows: rows.slice(0, MOST_ROWS) }],
  }
  const more = rows.length > MOST_ROWS ? `… and ${number(rows.length - MOST_ROWS)} more.\n` : ''
  io.out(`${plainText(message)}${more}`)
  return DONE
}

type Listing = {
  readonly title: string
  readonly summary: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const unmatchedRow = (one: Unmatched) => [
  one.alias,
  listed(one.tools),
  listed(one.sources),
  number(Math.max(one.requests, one.messages)),
  usd(one.micros),
  one.lastDay,
]

/** Accounts with use and without a team; who they are, only their tools know. */
export async function peopleUnmatched(io: Io, house: House): Promise<number> {
  const all = await house.people.unmatched()
  const micros = all.reduce((sum, one) => sum + one.micros, 0n)
  return list(io, {
    title: 'Accounts without a team',
    summary:
      all.length === 0
        ? 'Everybody who uses AI is in a team.'
        : `${counted(all.length, 'account')} in no team ${all.length === 1 ? 'has' : 'have'} cost ${usd(micros)} so far. Import a directory with them, or join them: ai-usage people join ADDRESS LOGIN`,
    head: ['Account', 'Tools', 'Sources', 'Requests', 'Spend', 'Last day'],
    rows: all.map(unmatchedRow),
  })
}

const days = ({ from, to }: PeopleLink) =>
  from === null && to === null ? 'all' : `${from ?? ''} to ${to ?? ''}`.trim()

const linkRow = (link: PeopleLink) => [
  String(link.link),
  link.person,
  link.login,
  link.state,
  link.by,
  days(link),
  number(link.requests),
  usd(link.micros),
  link.lastDay ?? NOTHING,
]
const LINK_HEAD = [
  'Link',
  'Person',
  'Login',
  'State',
  'By',
  'Days',
  'Requests',
  'Spend',
  'Last day',
]

export async function peopleDoubtful(io: Io, house: House): Promise<number> {
  const all = await house.people.doubtful()
  return list(io, {
    title: 'Doubtful joins',
    summary:
      all.length === 0
        ? 'No join is in doubt.'
        : `${counted(all.length, 'join waits', 'joins wait')} for you. The aliases are those of ai-usage ask "user:ADDRESS". One person: ai-usage people confirm LINK ADDRESS LOGIN; two: ai-usage people refuse LINK`,
    head: LINK_HEAD,
    rows: all.map(linkRow),
  })
}

export async function peopleJoins(io: Io, house: House): Promise<number> {
  const all = await house.people.decided()
  return list(io, {
    title: 'Decided by hand',
    summary:
      all.length === 0
        ? 'Nothing was decided by hand.'
        : `${counted(all.length, 'decision stands', 'decisions stand')}. Take one back: ai-usage people undo LINK`,
    head: LINK_HEAD,
    rows: all.map(linkRow),
  })
}

const unit = (path: string | null) => path ?? 'no team'

const moveRow = (move: UseMove) => [
  unit(move.from),
  unit(move.to),
  number(Math.max(move.requests, move.messages)),
  usd(move.micros),
  number(move.days),
]

/** What moves, and whether it has. */
function decidedText({ link, person, login, moves }: Decided, applied: boolean): string {
  const micros = moves.reduce((sum, move) => sum + move.micros, 0n)
  const requests = moves.reduce((sum, move) => sum + Math.max(move.requests, move.messages), 0)
  const what = `${counted(requests, 'request')} and ${usd(micros)} ${applied ? 'changed' : 'would change'} hands between ${person} and ${login}.`
  const table: Message['parts'] =
    moves.length === 0
      ? []
      : [
          {
            kind: 'table',
            head: ['From team', 'To team', 'Requests', 'Spend', 'Days'],
            rows: moves.map(moveRow),
          },
        ]
  const next = applied
    ? link === null
      ? ''
      : `Link ${link}. Take it back: ai-usage people undo ${link} --yes`
    : 'Nothing was changed. Give --yes to apply it.'
  return plainText({
    title: applied ? 'Done' : 'Preview',
    summary: what,
    parts: [...table, ...(next === '' ? [] : [{ kind: 'text' as const, text: next }])],
  })
}

function linkOf(text: string | undefined): number {
  if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text)
  throw new UserError(
    `'${text ?? ''}' is not a link`,
    'Give a number from: ai-usage people doubtful, or people joins',
  )
}

function spanOf(parsed: Parsed): { readonly from?: Day; readonly to?: Day } {
  const [from, to] = [parsed.text('from'), parsed.text('to')]
  return {
    ...(from !== undefined && { from: day(from) }),
    ...(to !== undefined && { to: day(to) }),
  }
}

/** `people join|split|confirm|refuse|undo`: a preview, or with --yes the change itself. */
export async function peopleChange(
  command: ChangeCommand,
  parsed: Parsed,
  { io, house }: { readonly io: Io; readonly house: House },
): Promise<number> {
  const applied = parsed.has('yes')
  const decided = await house.people.change(CHANGES[command](parsed), !applied)
  const undone = command === 'people undo'
  io.out(decidedText(undone ? { ...decided, link: null } : decided, applied))
  return DONE
}

type Change = Parameters<House['people']['change']>[0]

type ChangeCommand =
  | 'people join'
  | 'people split'
  | 'people confirm'
  | 'people refuse'
  | 'people undo'

const CHANGES: Record<ChangeCommand, (parsed: Parsed) => Change> = {
  'people join': (parsed) => ({ kind: 'join', ...pairOf(parsed.args), ...spanOf(parsed) }),
  'people split': ({ args }) => ({ kind: 'split', ...pairOf(args) }),
  'people confirm': ({ args }) => ({
    kind: 'confirm',
    link: linkOf(args[0]),
    ...pairOf(args.slice(1)),
  }),
  'people refuse': ({ args }) => ({ kind: 'refuse', link: linkOf(args[0]) }),
  'people undo': ({ args }) => ({ kind: 'undo', link: linkOf(args[0]) }),
}

function pairOf([address = '', login = '']: readonly string[]) {
  return { address, login }
}
