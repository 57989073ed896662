import type { Viewer } from '#core/access/access.ts'
import type { Look } from '#core/access/look.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import type { Measured } from '#core/metric/metric.ts'
import type { ReconcileFacts } from '#core/reconcile/facts.ts'
import type { AnswerHouse } from '#jobs/answer-command.ts'
import type { AskRequest, AuditRow, Question, Reconcile, Unresolved, UsageReader } from '#ports.ts'
import type { GrantRow } from '#rights.ts'

export type Given = {
  readonly measured?: Measured
  readonly unresolved?: readonly Unresolved[]
  /** The aliases that addresses resolve to. */
  readonly aliases?: Readonly<Record<string, string>>
  readonly hasUsage?: boolean
  readonly reconcile?: ReconcileFacts
  readonly zone?: string
  readonly now?: string
  readonly published?: UsageReader
  /** Aliases by pseudonym. */
  readonly people?: Readonly<Record<string, string>>
  readonly looks?: readonly Look[]
  /** The parts that can't be reached. */
  readonly down?: readonly ('usage' | 'audit' | 'answers' | 'workspace')[]
}

/** A house whose store is kept in memory, and everything it was told. */
export type MemoryHouse = AnswerHouse & {
  readonly rows: AuditRow[]
  readonly stored: StoredAnswer[]
  readonly questions: Question[]
  readonly reconciled: Parameters<Reconcile>[0][]
  readonly logged: { level: string; facts: Readonly<Record<string, unknown>>; what: string }[]
}

export function memoryHouse(given: Given = {}): MemoryHouse {
  const rows: AuditRow[] = []
  const stored: StoredAnswer[] = []
  const questions: Question[] = []
  const reconciled: MemoryHouse['reconciled'] = []
  const logged: MemoryHouse['logged'] = []
  const granted: GrantRow[] = []
  const log = (level: string) => (facts: Readonly<Record<string, unknown>>, what: string) => {
    logged.push({ level, facts, what })
  }
  const reach = (part: NonNullable<Given['down']>[number]) => {
    if (given.down?.includes(part)) throw new Error(`${part} is down`)
  }
  return {
    rows,
    stored,
    questions,
    logged,
    clock: { now: () => Date.parse(given.now ?? '2026-11-21T12:00:00Z') },
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    workspace: {
      zone: async () => {
        reach('workspace')
        return given.zone ?? 'UTC'
      },
      fixZone: async () => {},
    },
    reconcile: async (asked) => {
      reach('usage')
      reconciled.push(asked)
      return given.reconcile ?? { tools: [] }
    },
    reconciled,
    ...(given.published && { published: given.published }),
    aliases: {
      pseudonym: (identifier) => `hash of ${identifier}`,
      byPseudonym: async (hashes) =>
        new Map(Object.entries(given.people ?? {}).filter(([hash]) => hashes.includes(hash))),
      looks: async () => given.looks ?? [],
    },
    roles: {
      groups: async () => [],
      inGroups: async () => [],
      of: async () => [],
      list: async () => granted,
      give: async (held, { by, ...to }) => {
        const who = 'group' in to ? `group ${to.group}` : `${to.workspace}/${to.user}`
        granted.push({ ...held, who, by })
        return true
      },
      mayTake: async () => {},
      take: async () => granted.pop() !== undefined,
    },
    usage: {
      hasUsage: async () => given.hasUsage ?? true,
      resolve: async (filters) => {
        reach('usage')
        if (given.unresolved) return { unresolved: given.unresolved }
        const labels = Object.entries(filters).map(([key, values]) => [
          key,
          values.map((value) => given.aliases?.[value] ?? value),
        ])
        return { scope: { ids: {}, labels: Object.fromEntries(labels) } }
      },
      measure: async (question) => {
        reach('usage')
        questions.push(question)
        if (!given.measured) throw new Error('nothing was given to measure')
        return given.measured
      },
    },
    audit: {
      record: async (row) => {
        reach('audit')
        rows.push(row)
      },
    },
    answers: {
      put: async ({ message, ...answer }) => {
        reach('answers')
        const [id, ref] = [`answer-${stored.length + 1}`, `b${stored.length + 222}`]
        const kept = { ...answer, id, ref, message: message(ref) }
        stored.push(kept)
        return kept
      },
      find: async (ref) => stored.find((answer) => answer.ref === ref),
      last: async (viewer, which) =>
        stored.findLast(
          (answer) =>
            answer.viewer === viewer &&
            answer.made !== undefined &&
            (answer.posted !== undefined) === (which === 'shared'),
        ),
      post: async (id, place) => {
        const at = stored.findIndex((answer) => answer.id === id)
        const { posted: _, ...found } = stored[at]!
        stored[at] = place === undefined ? found : { ...found, posted: place }
      },
      get: async (id, viewer) =>
        stored.find((answer) => answer.id === id && answer.viewer === viewer),
    },
  }
}

const operator: Viewer = { kind: 'operator' }

export function member(rest: Partial<Extract<Viewer, { kind: 'member' }>> = {}): Viewer {
  return {
    kind: 'member',
    platform: 'slack',
    workspace: 'T1',
    id: 'U1',
    standing: 'member',
    admin: false,
    person: rest.admin ?? false,
    ...rest,
  }
}

export function asks(text: string, viewer: Viewer = operator): AskRequest {
  const place = viewer.kind === 'operator' ? 'terminal' : 'slack:private-reply/C1'
  return { text, viewer, place }
}
