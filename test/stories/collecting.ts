import type { Connector } from '#collect.ts'
import { readConfig } from '#config.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { readSettings } from '#connectors/settings.ts'
import { redactSecrets } from '#core/setting/redact-secrets.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { statuses } from '#jobs/collecting.ts'
import { lockDown, lockIn, unlock, watchLock } from '#jobs/lock-down.ts'
import { scheduler } from '#jobs/scheduler.ts'
import { collectDesk } from '#main/collect-desk.ts'
import { collectPorts } from '#main/collect.ts'
import { siemHouse, startForwarding } from '#main/siem.ts'
import type { TellAdmins } from '#ports.ts'
import { aliases } from '#store/aliases.ts'
import { answers } from '#store/answers.ts'
import { audit } from '#store/audit.ts'
import { claims } from '#store/claims.ts'
import { collection } from '#store/collect.ts'
import { contracts } from '#store/contracts.ts'
import { memory } from '#store/memory.ts'
import { reconciler } from '#store/reconcile.ts'
import { roles } from '#store/roles.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'
import { arrivals } from '#store/vintages.ts'
import { workspace } from '#store/workspace.ts'
import { all, doorsTo, houseOf, typed } from '#test/cli/house.ts'
import { ACME } from '#test/support/example-connector.ts'
import { openMemoryStore } from '#test/support/store.ts'
import { ACME_KEY, acmeServer } from '#test/support/vendors/acme.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'
import type { VendorServer } from '#test/support/vendors/vendor-server.ts'

/** Noon of the day after the vendor's last. The vendor's own clock is the real one. */
const NOON = Date.parse('2026-11-21T12:00:00Z')

/** What sinks' settings begin with. */
const SIEM = 'AI_USAGE_SIEM_'

type Settings = Readonly<Record<string, string>>

/** A house that collects from Acme over HTTP into a store of its own. */
export async function collecting(settings: Settings = { ACME_KEY }) {
  const server = await acmeServer()
  const house = await collectingFrom([server], { connectors: [ACME], settings })
  return { ...house, server }
}

/** A house that collects from vendors over HTTP, as `main.ts` wires it; it ends with their servers. */
export async function collectingFrom(
  servers: readonly VendorServer[],
  given: {
    readonly connectors: readonly Connector[]
    readonly settings: Settings
    readonly open?: () => Promise<Store>
  },
) {
  const store = await (given.open ?? openMemoryStore)()
  const clock = { at: NOON, now: () => clock.at }
  const logged: unknown[] = []
  const log = (facts: unknown, what: string) => logged.push({ facts, what })
  const { setUps, secrets } = readSettings(given.connectors, given.settings, () => '')
  const via = servers.map(({ host, origin }) => `${host}=${origin}`)
  const ofSinks = Object.entries(given.settings).filter(([name]) => name.startsWith(SIEM))
  const config = readConfig({ AI_USAGE_EGRESS: via.join(','), ...Object.fromEntries(ofSinks) })
  const pseudonyms = pseudonymizer(KEY)
  const parts = {
    usage: usageReader(store.db, { pseudonym: pseudonyms.person }),
    workspace: workspace(store.db, 'UTC'),
    contracts: contracts(store.db),
    reconcile: reconciler(store.db),
    audit: audit(store.db),
    aliases: aliases(store.db, pseudonyms.person),
    roles: roles(store.db, { admins: [], roles: [] }),
    clock,
    log: { info: log, warn: log, error: log },
  }
  const lock = await watchLock(memory(store.db), parts.log)
  const held = { ...parts, memory: memory(store.db) }
  const collect = collectPorts({
    ...parts,
    config,
    setUps,
    redact: redactSecrets(secrets),
    pseudonyms,
    zone: 'UTC',
    lock,
    collection: collection(store),
    storeKind: 'embedded',
  })
  const forwarding = siemHouse({ ...parts, config, db: store.db, storeKind: 'embedded' })
  const answer = answerCommand({
    ...parts,
    ...forwarding,
    answers: answers(store.db),
    status: () => statuses(collect),
  })
  const desk = collectDesk(
    {
      ...parts,
      collect,
      config,
      storeKind: 'embedded',
      digests: { arrivals: (today) => arrivals(store.db, today) },
    },
    () => new AbortController().signal,
  )
  const doors = doorsTo({
    ...houseOf(store),
    ask: answer,
    collect: desk,
    siem: forwarding.siem,
    lock: (reason) => lockDown(reason, held),
    unlock: () => unlock(held),
    locked: () => lockIn(held.memory),
  })
  const told: string[] = []
  const tell: TellAdmins = async ({ summary }) => told.push(summary)
  const pulls = scheduler({
    ...collect,
    claims: claims(store.db),
    memory: memory(store.db),
    tell,
  })
  return {
    store,
    clock,
    /** Forwards to the sinks of the settings until it is stopped. */
    startForwarding: () =>
      startForwarding({ ...held, ...forwarding, config, lock, claims: claims(store.db) }, tell),
    logged,
    told,
    pulls,
    lock,
    answer,
    /** Types a command line; `said` is what is typed when it asks. */
    run: (argv: readonly string[], said?: string) =>
      typed(argv, doors, { ask: () => Promise.resolve(said) }),
    audited: () =>
      all<{ action: string; command: string; outcome: string }>(
        store,
        'select action, command, outcome from audit order by audit_id',
      ),
    /** The one number of `messages` that the store answers for a day. */
    messages: async (day: string) => {
      const { report } = await answer({
        text: `messages ${day}`,
        viewer: { kind: 'operator' },
        place: 'terminal',
      })
      const { measurements } = report as {
        measurements: readonly { readonly metric: string; readonly now: number | null }[]
      }
      return measurements.find(({ metric }) => metric === 'messages')?.now ?? null
    },
    async [Symbol.asyncDispose]() {
      await pulls.stop()
      lock.stop()
      for (const server of servers) await server[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}
