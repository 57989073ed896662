import { sql } from 'drizzle-orm'

import type { CollectDesk, Doors, House, Io } from '#cli/doors.ts'
import { runCli } from '#cli/run-cli.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { approvals } from '#jobs/approvals.ts'
import { auditDesk } from '#jobs/audit-desk.ts'
import { policyInForce } from '#jobs/policy.ts'
import { exportOf, forget, remember, rotation } from '#jobs/privacy.ts'
import { setPrecedence } from '#jobs/set-precedence.ts'
import { undoImport } from '#jobs/undo-import.ts'
import { type BookDesks, bookDesks } from '#main/book-desks.ts'
import { importFiles } from '#main/import-files.ts'
import { policyDesk, policyHouse } from '#main/policy.ts'
import { readPolicy } from '#policy/read-policy.ts'
import { writePolicy } from '#policy/write-policy.ts'
import { approvalBook } from '#store/approvals.ts'
import { auditTrail } from '#store/audit-trail.ts'
import { audit } from '#store/audit.ts'
import { contracts } from '#store/contracts.ts'
import { displayNames } from '#store/display-names.ts'
import { ingest } from '#store/ingest.ts'
import { noteBook } from '#store/notes.ts'
import { people } from '#store/people.ts'
import { policyBook } from '#store/policy.ts'
import { precedence } from '#store/precedence.ts'
import { privacy } from '#store/privacy.ts'
import { keyRotation } from '#store/rotate-key.ts'
import { nameSeal } from '#store/seal-name.ts'
import { services } from '#store/services.ts'
import type { Store } from '#store/store.ts'
import { unitAccounts } from '#store/unit-accounts.ts'
import { usageReader } from '#store/usage-reader.ts'
import { workspace } from '#store/workspace.ts'

const pseudonyms = pseudonymizer('a key of at least thirty-two letters')
const AT = Date.parse('2026-11-21T12:00:00Z')

const notHere = () => Promise.reject(new Error('no bot answers in this test'))

/** For tests that collect nothing. */
export const noConnectors: CollectDesk = {
  connectors: () => [],
  check: notHere,
  sync: notHere,
  held: notHere,
  applyDirectories: notHere,
  status: () => Promise.resolve([]),
  late: () => Promise.resolve([]),
  withoutContract: () => Promise.resolve([]),
  now: () => AT,
  contentStream: () => {
    throw new Error('no connector in this test')
  },
  consent: notHere,
  withdraw: notHere,
  doctor: notHere,
}

const quiet = {
  tell: () => Promise.resolve(1),
  log: { info: () => {}, warn: () => {}, error: () => {} },
}

/** For tests that look into no books. */
export const noBooks: BookDesks & Pick<House, 'siem'> = {
  people: { unmatched: notHere, doubtful: notHere, decided: notHere, change: notHere },
  services: { list: notHere, map: notHere },
  contracts: { list: notHere, set: notHere },
  names: { keep: notHere },
  siem: { status: () => Promise.resolve([]), test: notHere },
}

/** What `main.ts` wires for imports, on a store of the test's own. */
export function houseOf(store: Store, timeZone = 'UTC'): House {
  const seal = nameSeal({ key: 'a key of at least thirty-two letters' })
  const ports = {
    ingest: ingest(store),
    workspace: workspace(store.db, timeZone),
    audit: audit(store.db),
    precedence: precedence(store.db),
    trail: auditTrail(store.db),
    privacy: privacy(store.db, pseudonyms.person, seal),
    displayNames: displayNames(store.db, seal),
    keyRotation: keyRotation(store.db, store.keys, seal),
    people: people(store.db),
    services: services(store.db),
    contracts: contracts(store.db),
    notes: noteBook(store.db),
    usage: usageReader(store.db, { pseudonym: pseudonyms.person }),
  }
  const house = {
    ...ports,
    pseudonyms,
    typedPseudonyms: pseudonyms,
    clock: { now: () => AT },
    config: { creditMicros: undefined },
  }
  const agreed = approvals({ ...house, ...quiet, book: approvalBook(store.db) })
  const policy = policyHouse({
    ...house,
    log: quiet.log,
    tellAdmins: quiet.tell,
    book: policyBook(store.db),
    anyPeople: () => unitAccounts(store.db).anyPeople(),
    approvals: agreed,
  })
  return {
    importFiles: (request) => importFiles(request, house),
    imports: () => ports.ingest.list(),
    undo: (batch) => undoImport(batch, { by: 'operator', at: AT }, ports),
    precedence: () => ports.precedence.list(),
    setPrecedence: (order) => setPrecedence({ ...order, by: 'operator' }, { ...ports, at: AT }),
    retention: notHere,
    privacy: {
      export: (person) => exportOf(person, { ...ports, at: AT }),
      forget: (person, options) => forget(person, options, { ...ports, at: AT }),
      remember: (person) => remember(person, { ...ports, at: AT }),
    },
    keyRotation: rotation({ ...ports, at: AT }),
    viewer: notHere,
    ask: notHere,
    draw: notHere,
    lock: notHere,
    unlock: notHere,
    locked: () => Promise.resolve(undefined),
    audit: auditDesk(house),
    approvals: agreed,
    policy: policyDesk(policy),
    collect: noConnectors,
    ...bookDesks({ ...house, policyInForce: () => policyInForce(policy) }),
    siem: noBooks.siem,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

export function doorsTo(house: House, over: Partial<Doors> = {}): Doors {
  return {
    version: '0.0.0-test',
    openHouse: () => Promise.resolve(house),
    forward: () => Promise.resolve(undefined),
    startBot: () => Promise.resolve(),
    startDemo: () => Promise.resolve(),
    migrate: () => Promise.resolve(),
    evidence: () => Promise.resolve({}),
    teamsPackage: () => Promise.resolve(new Uint8Array()),
    policyFiles: () => Promise.resolve({ read: readPolicy, write: writePolicy }),
    signing: () => ({
      keyFile: undefined,
      publicKeys: undefined,
      post: undefined,
      now: () => AT,
    }),
    ...over,
  }
}

export function terminal(over: Partial<Io> = {}) {
  const said = { out: '', err: '' }
  const io: Io = {
    cwd: process.cwd(),
    tty: false,
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    ...over,
  }
  return { io, said }
}

/** Runs one command line and returns its exit code and what it said. */
export async function typed(argv: readonly string[], doors: Doors, over: Partial<Io> = {}) {
  const { io, said } = terminal(over)
  const code = await runCli(argv, io, doors)
  return { code, ...said }
}

/** Every row of every table, as one text. */
export async function everything(store: Store): Promise<string> {
  const tables = await all<{ name: string }>(
    store,
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  const texts = await Promise.all(
    tables.map(({ name }) => all<{ row: string }>(store, `select t::text as row from "${name}" t`)),
  )
  return texts.flatMap((rows) => rows.map(({ row }) => row)).join('\n')
}

export async function all<Row>(store: Store, query: string): Promise<readonly Row[]> {
  const answer: unknown = await store.db.execute(sql.raw(query))
  return (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows) as Row[]
}
