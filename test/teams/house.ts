import type { Conversation } from '#conversations.ts'
import { viewerName } from '#core/access/access.ts'
import { helpMessage } from '#core/command/help.ts'
import { misreadMessage } from '#core/command/misread.ts'
import { parse } from '#core/command/parse.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import type { Message } from '#core/message/message.ts'
import { DEFAULT_POLICY, type Policy } from '#core/policy/policy.ts'
import type { LogFacts } from '#core/privacy/log-fields.ts'
import { sharing } from '#jobs/share.ts'
import type { AskRequest, AuditRow } from '#ports.ts'
import type { House } from '#teams/house.ts'
import { madeFile } from '#test/support/made-file.ts'
import { memoryOutbox } from '#test/support/outbox.ts'
import { ADA } from '#test/support/teams/people.ts'

import { memoryPictures } from './pictures.ts'
import { OVERVIEW, REFUSED } from './replies.ts'

type Line = { readonly level: string; readonly facts: LogFacts; readonly what: string }

/** What the house does in a test, and its bad days. All may be changed while it runs. */
type Day = {
  reply: Message
  home: Message
  csv: string
  answersFor: number
  drawsFor: number
  fails: boolean
  locked: boolean
  policy: Policy
}

export type TestHouse = House & {
  readonly day: Day
  readonly asked: AskRequest[]
  readonly audited: AuditRow[]
  readonly lines: Line[]
  readonly kept: Map<string, Conversation>
  readonly outbox: ReturnType<typeof memoryOutbox>
  readonly pictures: ReturnType<typeof memoryPictures>
  readonly chiefs: Set<string>
  readonly advance: (ms: number) => void
}

export const ANSWER: Message = {
  title: 'Engineering, last 30 days',
  summary: 'Engineering spent $4,210 on AI, up 8 %.',
  parts: [
    { kind: 'text', text: 'Engineering spent **$4,210** on AI, up 8 %.' },
    { kind: 'facts', facts: [{ label: 'Spend', value: '$4,210', change: '▲ 8 %' }] },
    {
      kind: 'chart',
      chart: {
        kind: 'lines',
        grain: 'week',
        title: 'Spend rose to $4,210',
        subtitle: 'Spend per week',
        footer: 'Data through 2026-11-20',
        alt: 'Weekly spend of Engineering: from $900 to $1,200.',
        unit: 'usd_micros',
        now: [
          { from: '2026-10-26', value: 900_000_000 },
          { from: '2026-11-02', value: 1_200_000_000 },
        ],
        before: [
          { from: '2026-10-12', value: 800_000_000 },
          { from: '2026-10-19', value: 850_000_000 },
        ],
      },
    },
    {
      kind: 'buttons',
      buttons: [
        { label: '7 days', act: { kind: 'ask', command: 'team:eng 7d' } },
        { label: 'CSV', act: { kind: 'csv', command: 'team:eng 30d' } },
        { label: 'Keep', act: { kind: 'keep' } },
        { label: 'Share', act: { kind: 'share' } },
        { label: 'Subscribe', act: { kind: 'subscribe', command: 'team:eng 30d' } },
      ],
    },
    { kind: 'note', text: 'Data through 2026-11-20.' },
  ],
}

/** Enough of a PNG for who only looks at its first bytes. */
const PNG = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10)

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The other rooms, kept in memory, with the one admin Ada; commands are read as everywhere. */
export function testHouse(): TestHouse {
  const day: Day = {
    reply: ANSWER,
    home: OVERVIEW,
    csv: 'team,spend\nEngineering,4210\n',
    answersFor: 0,
    drawsFor: 0,
    fails: false,
    locked: false,
    policy: DEFAULT_POLICY,
  }
  const answers = new Map<string, StoredAnswer>()
  const claims = new Set<string>()
  const asked: AskRequest[] = []
  const audited: AuditRow[] = []
  const lines: Line[] = []
  const kept = new Map<string, Conversation>()
  const remembered = new Map<string, string>()
  const chiefs = new Set<string>([ADA.object])
  let offset = 0
  let code: string | undefined = 'AAAA-BBBB'
  const clock = { now: () => Date.now() + offset }
  const write = (level: string) => (facts: LogFacts, what: string) =>
    void lines.push({ level, facts, what })
  const record = async (row: AuditRow) => void audited.push(row)

  const house: Omit<TestHouse, 'sharing'> = {
    day,
    asked,
    audited,
    lines,
    kept,
    outbox: memoryOutbox(),
    pictures: memoryPictures(),
    chiefs,
    advance: (ms) => {
      offset += ms
    },
    clock,
    lock: {
      held: () => (day.locked ? { reason: 'a test', by: 'operator', at: 0 } : undefined),
      signal: () => new AbortController().signal,
    },
    policyInForce: async () => ({ version: 0, policy: day.policy, hash: '' }),
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    audit: { record },
    answer: async (request) => {
      asked.push(request)
      await later(day.answersFor)
      if (day.fails) throw new Error('the store is down')
      const { viewer, text, place } = request
      const name = viewerName(viewer)
      const admin = viewer.kind === 'member' && viewer.admin
      const command = parse(text)
      const outcome = !admin ? 'refused' : command.kind === 'misread' ? 'misread' : 'answered'
      await record({
        at: clock.now(),
        viewer: name,
        place,
        action: 'ask',
        command: text,
        outcome,
        detail: {},
      })
      if (!admin) return { outcome, message: REFUSED }
      if (command.kind === 'misread') return { outcome, message: misreadMessage(command) }
      if (command.kind === 'help') return { outcome, message: helpMessage(command.topic) }
      const [id, ref] = [`answer-${answers.size + 1}`, `b${answers.size + 222}`]
      const message = { ...day.reply, title: `${day.reply.title} (${text})` }
      answers.set(id, {
        id,
        ref,
        viewer: name,
        at: clock.now(),
        command: text,
        message,
        view: 'exact',
      })
      return { outcome, message, answerId: id, ref }
    },
    home: async ({ viewer }) => ({
      message: day.home,
      contacts: viewer.kind === 'member' && !viewer.admin,
    }),
    exportCsv: async ({ excel }) => ({
      name: 'team-eng-30d.csv',
      file: madeFile(excel ? `\uFEFF${day.csv}` : day.csv),
    }),
    answers: {
      put: async () => {
        throw new Error('No answer is put here')
      },
      find: async (ref) => [...answers.values()].find((answer) => answer.ref === ref),
      last: async (viewer, which) =>
        [...answers.values()].findLast(
          (answer) =>
            answer.viewer === viewer && (answer.posted !== undefined) === (which === 'shared'),
        ),
      post: async (id, posted) => {
        const { posted: _, ...found } = answers.get(id)!
        answers.set(id, posted === undefined ? found : { ...found, posted })
      },
      get: async (id, viewer) => {
        const found = answers.get(id)
        return found?.viewer === viewer ? found : undefined
      },
    },
    roles: {
      groups: async () => [],
      inGroups: async (known) =>
        known.some((one) => chiefs.has(one)) ? [{ grant: 'analyst' }] : [],
      of: async (who) =>
        'user' in who && chiefs.has(who.user) ? [{ grant: 'admin' }, { grant: 'person' }] : [],
      list: async () => [],
      give: async () => true,
      mayTake: async () => undefined,
      take: async () => true,
    },
    aliases: {
      pseudonym: (address) => `hash of ${address}`,
      byPseudonym: async () => new Map(),
      looks: async () => [],
    },
    admins: {
      isAdmin: async (platform, _, user) => platform === 'teams' && chiefs.has(user),
      list: async () => [...chiefs],
      claim: async (given, _, __, user) => {
        if (given !== code) return false
        code = undefined
        chiefs.add(user)
        return true
      },
      newClaimCode: async () => code,
    },
    claims: {
      claim: async (key) => {
        const first = !claims.has(key)
        claims.add(key)
        return first
      },
    },
    memory: {
      get: async (workspace, key) => remembered.get(`${workspace} ${key}`),
      set: async (workspace, key, value) => void remembered.set(`${workspace} ${key}`, value),
    },
    conversations: {
      keep: async (conversation) => void kept.set(conversation.id, conversation),
      forget: async (_, id) => void kept.delete(id),
      find: async (_, id) => kept.get(id),
      all: async () => [...kept.values()],
      personal: async (_, user) => [...kept.values()].find((one) => one.user === user),
    },
    draw: async () => {
      await later(day.drawsFor)
      return { bytes: PNG, width: 1_024, height: 600 }
    },
  }
  return { ...house, sharing: sharing(house) }
}
