import { pseudonymizer } from '#connectors/pseudonym.ts'
import { type GroupGrant, type Held, readGrant, type UserGrant } from '#core/access/grants.ts'
import type { Message as Said } from '#core/message/message.ts'
import { DEFAULT_POLICY, type Policy } from '#core/policy/policy.ts'
import { csvFile } from '#csv/csv-file.ts'
import { textOf } from '#demo/slack-fake/see.ts'
import { startSlackFake } from '#demo/slack-fake/start.ts'
import type { Message } from '#demo/slack-fake/world.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { approvals } from '#jobs/approvals.ts'
import { composeTurn } from '#jobs/compose-turn.ts'
import { deliverer } from '#jobs/deliver.ts'
import { exportCsv } from '#jobs/export-csv.ts'
import { composeHome } from '#jobs/home.ts'
import { namesOf } from '#jobs/names.ts'
import { raiseAlerts } from '#jobs/raise-alerts.ts'
import { sharing } from '#jobs/share.ts'
import { typeAhead } from '#jobs/type-ahead.ts'
import { unitWeeks } from '#jobs/unit-weeks.ts'
import { mayStillHear, watchBudgets } from '#jobs/watch-budgets.ts'
import { delivering } from '#main/delivering.ts'
import type { AuditRow, Locked, Question, UsageReader } from '#ports.ts'
import { startSlack } from '#slack/app.ts'
import { actionBook } from '#store/actions.ts'
import { admins } from '#store/admins.ts'
import { alertBook } from '#store/alerts.ts'
import { aliases } from '#store/aliases.ts'
import { answers } from '#store/answers.ts'
import { approvalBook } from '#store/approvals.ts'
import { auditTrail } from '#store/audit-trail.ts'
import { audit } from '#store/audit.ts'
import { baselineBook } from '#store/baselines.ts'
import { claims } from '#store/claims.ts'
import { digestReads } from '#store/digest-reads.ts'
import { forecastBook } from '#store/forecasts.ts'
import { governance } from '#store/governance.ts'
import { memory } from '#store/memory.ts'
import { noteBook } from '#store/notes.ts'
import { putDelivery } from '#store/outbox.ts'
import { personBudgetBook } from '#store/person-budgets.ts'
import { limitBook } from '#store/quartile-limits.ts'
import { reconciler } from '#store/reconcile.ts'
import { roles } from '#store/roles.ts'
import { savedQuestions } from '#store/saved-questions.ts'
import { signalReader } from '#store/signal-told.ts'
import { namesLike } from '#store/type-ahead.ts'
import { usageReader } from '#store/usage-reader.ts'
import { workspace } from '#store/workspace.ts'
import { memoryOutbox } from '#test/support/outbox.ts'

import { buttonOf } from './button-of.ts'
import { directoryCsv, newHouse } from './house.ts'
import { keptNames, type Names } from './kept-names.ts'
import { address, idOf, STAFF, USE, WORLD } from './workplace-people.ts'

const { person: pseudonym } = pseudonymizer('a key of at least thirty-two letters')
const NOW = Date.parse('2026-11-07T12:00:00Z')

const PNG = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10)

export { idOf } from './workplace-people.ts'

type Options = {
  /** AI_USAGE_ROLES. */
  readonly settings?: string
  readonly usergroups?: Parameters<typeof startSlackFake>[0]['usergroups']
  /** Without published cells, those who read nothing else are refused. */
  readonly unpublished?: boolean
}

const grants = (text: string): readonly (GroupGrant | UserGrant)[] =>
  text === '' ? [] : text.split(',').flatMap((entry) => readGrant(entry) ?? [])

/** The bot on a store of its own, in a workspace whose people are those it measures. */
export async function workplace({ settings = '', usergroups, unpublished }: Options = {}) {
  const closing = new AsyncDisposableStack()
  const house = closing.use(await newHouse())
  for (const [kind, content] of [
    ['usage', `time,person,tool,model,input_tokens\n${USE.join('\n')}\n`],
    ['directory', directoryCsv(STAFF)],
  ] as const)
    await house.run('import', kind, await house.here.file(`${kind}.csv`, content), '--quiet')
  const { db } = house.store
  const measured: { readonly from: 'exact' | 'published'; readonly question: Question }[] = []
  const reader = (from: 'exact' | 'published'): UsageReader => {
    const real = usageReader(db, { pseudonym })
    return {
      ...real,
      measure: (question) => {
        measured.push({ from, question })
        return real.measure(question)
      },
    }
  }
  const audited: AuditRow[] = []
  const lines: unknown[] = []
  const log = (facts: unknown, what: string) => lines.push({ facts, what })
  let offset = 0
  const known = roles(db, { admins: [], roles: grants(settings) })
  const outbox = memoryOutbox()
  const admin = { platform: 'slack', workspace: 'TFAKE', kind: 'channel', id: 'CADMIN' } as const
  const reads = {
    usage: reader('exact'),
    claims: claims(db),
    alerts: alertBook(db, (_, delivery) => outbox.put(delivery)),
    alertTargets: () => Promise.resolve([admin]),
    alertPeople: () => Promise.resolve([{ ...admin, kind: 'person', id: idOf('dan') } as const]),
    ...(!unpublished && { published: reader('published') }),
    aliases: aliases(db, pseudonym),
    roles: known,
    reconcile: reconciler(db),
    digests: digestReads(db),
    saved: savedQuestions(db),
    workspace: workspace(db, 'UTC'),
    answers: answers(db),
    clock: { now: () => NOW + offset },
    log: { info: log, warn: log, error: log },
    trail: auditTrail(db),
    budgets: personBudgetBook(db, putDelivery),
    notes: noteBook(db),
    baselines: baselineBook(db),
    limits: limitBook(db),
    forecasts: forecastBook(db),
    governance: governance(db),
    signals: signalReader(db),
    audit: {
      record: async (row: AuditRow) => {
        await audit(db).record(row)
        audited.push(row)
      },
    },
  }
  const told: Said[] = []
  const tell = async (message: Said) => told.push(message)
  const agreed = approvals({ ...reads, book: approvalBook(db), tell })
  let policy: Policy = DEFAULT_POLICY
  let held: Locked | undefined
  const policyInForce = async () => ({ version: 0, policy, hash: '' })
  const lock = { held: () => held, signal: () => new AbortController().signal }
  const subscribing = delivering(house.store)
  const actions = {
    ...reads,
    actions: actionBook(db),
    unitWeeks: unitWeeks({ ...reads, ...reads.digests }),
  }
  const parts = { ...reads, actions, approvals: agreed, policyInForce, subscribing }
  const signingSecret = 'test-signing-secret'
  const slack = await startSlackFake({
    signingSecret,
    ...WORLD,
    ...(usergroups && { usergroups }),
  })
  closing.defer(() => slack.stop())
  const { botToken, apiUrl } = slack
  const answer = answerCommand(parts)
  const names = keptNames(db, pseudonym)
  const app = await startSlack(
    { botToken, apiUrl, signingSecret, host: '127.0.0.1', port: 0 },
    {
      ...parts,
      answer,
      names: namesOf({ ...parts, ...names.reads }),
      sharing: sharing({ ...parts, answer }),
      home: composeHome(parts),
      typeAhead: typeAhead({ ...parts, names: namesLike(db) }),
      zone: 'UTC',
      outbox,
      exportCsv: exportCsv({ ...parts, csvFile }),
      admins: admins(db, { configured: [] }),
      lock,
      // What a press teaches of pictures would take the button from the next one.
      memory: { ...memory(db), set: () => Promise.resolve() },
      draw: async () => ({ bytes: PNG, width: 1, height: 1 }),
    },
  )
  closing.defer(() => app.stop())
  slack.connect(app.url ?? '')
  subscribing.chats.connect('slack', app.reach)
  const seen = (name: string, channel = 'CALL') =>
    slack.visibleTo(idOf(name), channel).filter(({ from }) => from !== 'person')
  const until = async (check: () => boolean, what: string) => {
    for (let waited = 0; !check(); waited += 5) {
      if (waited > 15_000) throw new Error(`${what} did not happen`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const { outbox: book, subscriptions, chats } = subscribing
  const sender = deliverer({
    ...reads,
    book,
    subscriptions,
    chats,
    lock,
    tell,
    compose: composeTurn({ ...parts, answer, chats, subscriptions }),
    mayHear: mayStillHear({ ...parts, chats }),
    platforms: chats.platforms,
    by: 'the bot',
    chance: () => 0,
  })
  const closed = closing.move()
  return {
    store: house.store,
    slack,
    /** What is to be sent unasked. */
    outbox,
    watchBudgets: () => watchBudgets({ ...parts, chats, platforms: chats.platforms, lock }),
    raise: (alerts = reads.alerts) => raiseAlerts({ ...reads, alerts, lock, policyInForce }),
    measured,
    audited,
    lines,
    seen,
    /** All is locked, or no longer. */
    lock: (now?: Locked) => (held = now),
    /** From now on this is promised. */
    promise: (points: Partial<Policy>) => (policy = { ...DEFAULT_POLICY, ...points }),
    /** What people are called is kept from now on, under a policy of that day. */
    keepNames: async (...given: Parameters<Names['keep']>) => (policy = await names.keep(...given)),
    /** What all admins were told. */
    told,
    /** Somebody else wants something that needs two people; its number. */
    propose: async () => {
      const floor = { kind: 'floor', subject: 'floor', from: 5, to: 3, command: 'a test' } as const
      const asked = await agreed.require(floor, { by: 'operator', place: 'terminal' })
      return 'pending' in asked ? asked.pending : undefined
    },
    until,
    advance: (ms: number) => (offset += ms),
    subscriptions,
    /** Sends what is due after so long. */
    sendAfter: async (ms: number) => {
      offset += ms
      await sender.tick()
    },
    give: (name: string, ...held: readonly Held[]) =>
      Promise.all(
        held.map((one) => known.give(one, { workspace: 'TFAKE', user: idOf(name), by: 'a test' })),
      ),
    take: (name: string, held: Held) => known.take(held, { workspace: 'TFAKE', user: idOf(name) }),
    alias: async (name: string, of = pseudonym(address(name))) =>
      (await parts.aliases.byPseudonym([of])).get(of) ?? '',
    /** What someone reads when they type it, and the audit rows it left. */
    ask: async (name: string, text: string) => {
      const before = { seen: seen(name).length, rows: audited.length, read: measured.length }
      await slack.command({ user: idOf(name), channel: 'CALL', text })
      const answered = () =>
        seen(name)
          .slice(before.seen)
          .filter((one) => !textOf(one).startsWith('Working'))
      await until(() => answered().length > 0, `an answer to ${text}`)
      const [message] = answered()
      return {
        message: message!,
        /** The message with this button: a picture may come after its words. */
        withButton: async (kind: string) => {
          const has = (one: Message) => buttonOf(one, kind) !== undefined
          await until(() => answered().some(has), `the button ${kind}`)
          return answered().find(has)!
        },
        said: textOf(message!),
        rows: audited.slice(before.rows),
        read: measured.slice(before.read),
      }
    },
    [Symbol.asyncDispose]: () => closed.disposeAsync(),
  }
}

export type Workplace = Awaited<ReturnType<typeof workplace>>
