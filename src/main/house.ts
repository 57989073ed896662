import type { Config } from '#config.ts'
import { ruledDoor } from '#connectors/email-rules/ruled.ts'
import { teamRules } from '#connectors/email-rules/rules.ts'
import { keyCheck, pseudonymizer } from '#connectors/pseudonym.ts'
import { DEFAULT_RULE } from '#core/privacy/rule.ts'
import { csvFile } from '#csv/csv-file.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { approvals } from '#jobs/approvals.ts'
import { statuses } from '#jobs/collecting.ts'
import { exportCsv } from '#jobs/export-csv.ts'
import { composeHome } from '#jobs/home.ts'
import { watchLock } from '#jobs/lock-down.ts'
import { namesOf } from '#jobs/names.ts'
import { policyInForce } from '#jobs/policy.ts'
import { sharing } from '#jobs/share.ts'
import { typeAhead } from '#jobs/type-ahead.ts'
import { unitWeeks } from '#jobs/unit-weeks.ts'
import { actionBook } from '#store/actions.ts'
import { admins } from '#store/admins.ts'
import { approvalBook } from '#store/approvals.ts'
import { claims } from '#store/claims.ts'
import { collection } from '#store/collect.ts'
import { conversations } from '#store/conversations.ts'
import { displayNames } from '#store/display-names.ts'
import { ingest } from '#store/ingest.ts'
import { liveInbox } from '#store/live-inbox.ts'
import { memory } from '#store/memory.ts'
import { migrate, outdatedIn } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'
import { people } from '#store/people.ts'
import { pictures } from '#store/pictures.ts'
import { policyBook } from '#store/policy.ts'
import { precedence } from '#store/precedence.ts'
import { privacy } from '#store/privacy.ts'
import { requireKeys } from '#store/pseudonym-key.ts'
import { publishing } from '#store/publish.ts'
import { rebuildDirtyDays } from '#store/rebuild.ts'
import { retention } from '#store/retention.ts'
import { keyRotation } from '#store/rotate-key.ts'
import { ruledPeople } from '#store/ruled-people.ts'
import { nameSeal } from '#store/seal-name.ts'
import { services } from '#store/services.ts'
import { namesLike } from '#store/type-ahead.ts'
import { workspace } from '#store/workspace.ts'

import { collectPorts } from './collect.ts'
import { delivering } from './delivering.ts'
import { openLazily } from './lazy-charts.ts'
import { lots } from './lots.ts'
import type { HouseOptions, OpenHouse } from './open-house.ts'
import { policyHouse } from './policy.ts'
import { readsOf } from './reads.ts'
import { rulesOf, withRules } from './rules.ts'
import { siemHouse } from './siem.ts'
import { teller } from './teller.ts'
import { unitDoor } from './unit-door.ts'
import { watching } from './watching.ts'

/**
 * Opens the store, migrated and with no stale day left by a process that was stopped.
 * @throws UserError when the store cannot be had
 */
export async function openHouse(
  config: Config,
  { key, previousKey, log, setUps = [], redact = (text) => text, store: given }: HouseOptions,
): Promise<OpenHouse> {
  const closing = new AsyncDisposableStack()
  try {
    const { databaseUrl, dataFolder: dataDir } = config
    const found = given ? await given : closing.use(await openStore({ databaseUrl, dataDir }))
    const keys = {
      present: keyCheck(key),
      ...(previousKey !== undefined && { previous: keyCheck(previousKey) }),
    }
    const store = { ...found, keys }
    await migrate(store)
    await rebuildDirtyDays(store.db)
    const space = workspace(store.db, config.timeZone)
    // Here rather than at the first question: days are never counted in another zone than was asked.
    const zone = await space.zone()
    const charts = openLazily(config)
    closing.use(charts)
    const pseudonyms = pseudonymizer(key)
    const typed = pseudonymizer(key, previousKey)
    const door = ruledDoor(typed, teamRules(rulesOf(setUps)))
    const reads = readsOf(store, { config, log, space, typed, aliased: pseudonyms })
    const book = policyBook(store.db)
    const units = unitDoor(store, {
      book,
      door,
      service: typed.service,
      setUps,
      zone,
      clock: reads.clock,
    })
    const collecting = collection(store)
    const received = units.received(collecting)
    const keepRuled = () =>
      units.keepRuled((ruled) => ruledPeople(store.db)(ruled, reads.clock.now()))
    const remembered = memory(store.db)
    const lock = await watchLock(remembered, log, outdatedIn(store.db))
    closing.defer(() => lock.stop())
    const collect = collectPorts({
      ...reads,
      config,
      setUps,
      redact,
      pseudonyms: door.pseudonyms,
      zone,
      lock,
      collection: withRules(units.collection(collecting), keepRuled),
      storeKind: store.kind,
    })
    const tellAdmins = teller(config, () => house)
    const agreed = approvals({ ...reads, book: approvalBook(store.db), tell: tellAdmins })
    const policy = policyHouse({
      ...reads,
      book,
      anyPeople: units.anyPeople,
      approvals: agreed,
      tellAdmins,
    })
    const subscribing = delivering(store)
    const seal = nameSeal({ key, ...(previousKey !== undefined && { previousKey }) })
    const kept = displayNames(store.db, seal)
    const actions = {
      ...reads,
      actions: actionBook(store.db),
      unitWeeks: unitWeeks({ ...reads, ...reads.digests }),
      reclaimed: reads.digests.reclaimed,
      lots,
    }
    const asks = {
      ...reads,
      ...watching(store, config, reads.roles),
      actions,
      ...siemHouse({ ...reads, config, db: store.db, storeKind: store.kind }),
      subscribing,
      status: () => statuses(collect),
      approvals: agreed,
      policyInForce: () => policyInForce(policy),
    }
    const answer = answerCommand(asks)
    const opened = closing.move()
    const house: OpenHouse = {
      ...asks,
      config,
      collect,
      storeKind: store.kind,
      tellAdmins,
      policy,
      outbox: subscribing.outbox,
      answer: (request) => reads.waiting.serve(() => answer(request)),
      sharing: sharing({ ...asks, answer }),
      home: composeHome(asks),
      typeAhead: typeAhead({ ...asks, names: namesLike(store.db) }),
      exportCsv: exportCsv({ ...asks, csvFile }),
      admins: admins(store.db, adminsIn(config)),
      claims: claims(store.db),
      conversations: conversations(store.db),
      pictures: pictures(store.db),
      memory: remembered,
      lock,
      draw: charts.draw,
      ingest: units.ingest(ingest(store)),
      inbox: received.inbox(liveInbox(store.db, keys)),
      drainUnits: received.drain,
      withDirectory: units.withDirectory,
      zone,
      precedence: precedence(store.db),
      privacy: privacy(store.db, typed.person, seal),
      displayNames: kept,
      names: namesOf({ ...reads, names: kept, policies: book }),
      keyRotation: keyRotation(store.db, keys, seal),
      requireKeys: () => requireKeys(store.db, keys),
      retention: retention(store.db),
      publishing: publishing(store.db, async () => ({
        ...DEFAULT_RULE,
        floor: (await policyInForce(policy)).policy.floor,
      })),
      people: people(store.db),
      services: services(store.db),
      pseudonyms,
      typedPseudonyms: typed,
      doorPseudonyms: door.pseudonyms,
      async rebuildStale() {
        await keepRuled()
        await rebuildDirtyDays(store.db)
      },
      warmCharts: charts.warm,
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    }
    return house
  } catch (error) {
    await closing.disposeAsync()
    throw error
  }
}

/** Whoever the settings make an admin: with one, nobody can claim the first place. */
function adminsIn({ admins, roles }: Config) {
  const chosen = roles.filter(({ grant }) => grant === 'admin')
  const users = chosen.flatMap((one) => ('user' in one ? [one.user] : []))
  return { configured: [...admins, ...users], byGroup: users.length < chosen.length }
}
