import type { GroupGrant, Held } from '#core/access/grants.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import type { Message } from '#core/message/message.ts'
import { DEFAULT_POLICY, type Policy } from '#core/policy/policy.ts'
import { sharing } from '#jobs/share.ts'
import type { AskRequest, AuditRow, Locked } from '#ports.ts'
import type { House } from '#slack/house.ts'
import { madeFile } from '#test/support/made-file.ts'
import { memoryOutbox } from '#test/support/outbox.ts'

import { ANSWER, REFUSED } from './said.ts'

type Line = { readonly level: string; readonly facts: unknown; readonly what: string }

/** What the house does in a test, and its bad days. All may be changed while it runs. */
type Day = {
  reply: Message
  outcome: 'answered' | 'misread' | 'refused' | 'failed'
  csv: { readonly name: string; readonly csv: string } | { readonly refused: Message }
  storeDown: boolean
  drawingFails: boolean
  lock: Locked | undefined
  policy: Policy
  drawsFor: number
  answersFor: number
  /** How long a file takes, in milliseconds. */
  filesFor: number
  /** Runs while an answer is made. */
  meanwhile: () => void
}

export type TestHouse = House & {
  readonly outbox: ReturnType<typeof memoryOutbox>
  readonly day: Day
  readonly asked: AskRequest[]
  readonly audited: AuditRow[]
  readonly lines: Line[]
  readonly remembered: Map<string, string>
  /** The admins. */
  readonly chiefs: Set<string>
  /** Roles given, and those of user groups, by user; those of groups of directories by hash. */
  readonly given: Map<string, readonly Held[]>
  readonly byGroup: GroupGrant[]
  /** Aliases by address. */
  readonly known: Map<string, string>
  readonly drawings: { count: number }
  readonly advance: (ms: number) => void
}

/** Enough of a PNG for who only looks at its first bytes. */
const PNG = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10)

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The other rooms, kept in memory, with the one admin UADMIN. */
export function testHouse(): TestHouse {
  const day: Day = {
    reply: ANSWER,
    outcome: 'answered',
    csv: { name: 'team-eng-30d.csv', csv: 'team,spend\nEngineering,4210\n' },
    storeDown: false,
    drawingFails: false,
    lock: undefined,
    policy: DEFAULT_POLICY,
    drawsFor: 0,
    answersFor: 0,
    filesFor: 0,
    meanwhile: () => undefined,
  }
  const answers = new Map<string, StoredAnswer>()
  const claims = new Set<string>()
  const asked: AskRequest[] = []
  const audited: AuditRow[] = []
  const lines: Line[] = []
  const remembered = new Map<string, string>()
  const chiefs = new Set(['UADMIN'])
  const given = new Map<string, readonly Held[]>()
  const byGroup: GroupGrant[] = []
  const known = new Map<string, string>()
  const drawings = { count: 0 }
  let offset = 0
  let code: string | undefined = 'AAAA-BBBB'
  const clock = { now: () => Date.now() + offset }
  const store = () => {
    if (day.storeDown) throw new Error('the store is down')
  }
  const write = (level: string) => (facts: unknown, what: string) => {
    lines.push({ level, facts, what })
  }
  const audit = {
    record: async (row: AuditRow) => {
      store()
      audited.push(row)
    },
  }
  const put: House['answers']['put'] = async ({ message, ...answer }) => {
    const [id, ref] = [`answer-${answers.size + 1}`, `b${answers.size + 222}`]
    const stored = { ...answer, id, ref, message: message(ref) }
    answers.set(id, stored)
    return stored
  }
  const house: Omit<TestHouse, 'sharing'> = {
    day,
    asked,
    audited,
    lines,
    remembered,
    chiefs,
    given,
    byGroup,
    known,
    drawings,
    advance: (ms) => {
      offset += ms
    },
    clock,
    policyInForce: async () => ({ version: 0, policy: day.policy, hash: '' }),
    lock: { held: () => day.lock, signal: () => new AbortController().signal },
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    audit,
    answer: async (request) => {
      store()
      asked.push(request)
      await later(day.answersFor)
      day.meanwhile()
      const { viewer, text, place } = request
      if (viewer.kind !== 'member') throw new Error('Slack asks for members only.')
      const name = `slack:${viewer.workspace}/${viewer.id}`
      const outcome = viewer.admin ? day.outcome : 'refused'
      await audit.record({
        at: clock.now(),
        viewer: name,
        place,
        action: 'ask',
        command: text,
        outcome,
        detail: {},
      })
      if (!viewer.admin)
        return {
          outcome,
          message: viewer.standing === 'member' ? REFUSED : { ...REFUSED, title: viewer.standing },
        }
      const message = day.reply
      return {
        outcome,
        message,
        answerId: (
          await put({
            viewer: name,
            at: clock.now(),
            command: text,
            message: () => message,
            view: 'exact',
          })
        ).id,
      }
    },
    home: async ({ viewer }) => {
      store()
      const allowed = viewer.kind === 'member' && viewer.admin
      return allowed
        ? { message: day.reply, contacts: false }
        : { message: REFUSED, contacts: true }
    },
    typeAhead: async () => [],
    zone: 'UTC',
    outbox: memoryOutbox(),
    exportCsv: async ({ excel, watch }) => {
      store()
      watch?.({ rows: 120_000, of: 300_000 })
      await later(day.filesFor)
      if ('refused' in day.csv) return day.csv
      const { name, csv } = day.csv
      return { name, file: madeFile(excel ? `\uFEFF${csv}` : csv) }
    },
    answers: {
      put,
      get: async (id, viewer) => {
        store()
        const found = answers.get(id)
        return found?.viewer === viewer ? found : undefined
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
    },
    admins: {
      isAdmin: async (_, __, user) => {
        store()
        return chiefs.has(user)
      },
      list: async () => [...chiefs],
      claim: async (given, _, __, user) => {
        store()
        if (given !== code) return false
        code = undefined
        chiefs.add(user)
        return true
      },
      newClaimCode: async () => code,
    },
    roles: {
      groups: async () => byGroup,
      inGroups: async (known) => known.flatMap((one) => given.get(one) ?? []),
      of: async (who) => {
        const user = 'user' in who ? who.user : ''
        store()
        const chief: readonly Held[] = [{ grant: 'admin' }, { grant: 'person' }]
        return [...(chiefs.has(user) ? chief : []), ...(given.get(user) ?? [])]
      },
      list: async () => [],
      mayTake: async () => {},
      give: async () => true,
      take: async () => true,
    },
    aliases: {
      pseudonym: (address) => `hash of ${address}`,
      byPseudonym: async (hashes) =>
        new Map(
          [...known]
            .map(([address, alias]) => [`hash of ${address}`, alias] as const)
            .filter(([hash]) => hashes.includes(hash)),
        ),
      looks: async () => [],
    },
    claims: {
      claim: async (key) => {
        if (claims.has(key)) return false
        claims.add(key)
        return true
      },
    },
    memory: {
      get: async (workspace, key) => {
        store()
        return remembered.get(`${workspace} ${key}`)
      },
      set: async (workspace, key, value) => {
        store()
        remembered.set(`${workspace} ${key}`, value)
      },
    },
    draw: async () => {
      drawings.count += 1
      await later(day.drawsFor)
      if (day.drawingFails) throw new Error('the renderer failed')
      return { bytes: PNG, width: 1, height: 1 }
    },
  }
  return { ...house, sharing: sharing(house) }
}
