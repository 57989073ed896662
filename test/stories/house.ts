import type { Doors } from '#cli/doors.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { aliases } from '#store/aliases.ts'
import { answers } from '#store/answers.ts'
import { audit } from '#store/audit.ts'
import { reconciler } from '#store/reconcile.ts'
import { roles } from '#store/roles.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'
import { workspace } from '#store/workspace.ts'
import { doorsTo, houseOf, typed } from '#test/cli/house.ts'
import { folder } from '#test/connectors/files.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { COLUMNS, type Line, type Member } from './facts.ts'

const { person: pseudonym } = pseudonymizer('a key of at least thirty-two letters')
type Logged = { readonly facts: unknown; readonly what: string }

/** A command line on a store of its own, as `main.ts` wires it. */
export async function newHouse(zone = 'UTC') {
  const store = await openMemoryStore()
  const here = await folder()
  const logged: Logged[] = []
  const inZone = (zone: string) => {
    const doors = { ...doorsTo(houseOf(store, zone)), openHouse: opener(store, { zone, logged }) }
    return (...argv: readonly string[]) => typed(argv, doors, { cwd: here.path })
  }
  return {
    store,
    here,
    logged,
    run: inZone(zone),
    /** The same store with another setting. */
    inZone,
    async [Symbol.asyncDispose]() {
      await here[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

export type StoryHouse = Awaited<ReturnType<typeof newHouse>>

type Settings = { readonly zone: string; readonly logged: Logged[] }

function opener(store: Store, { zone, logged }: Settings): Doors['openHouse'] {
  const log = (facts: unknown, what: string) => {
    logged.push({ facts, what })
  }
  const parts = {
    usage: usageReader(store.db, { pseudonym }),
    reconcile: reconciler(store.db),
    aliases: aliases(store.db, pseudonym),
    roles: roles(store.db, { admins: [], roles: [] }),
    workspace: workspace(store.db, zone),
    answers: answers(store.db),
    audit: audit(store.db),
    log: { info: log, warn: log, error: log },
  }
  return ({ now = Date.parse('2026-11-07T12:00:00Z') }) => {
    const ask = answerCommand({ ...parts, clock: { now: () => now } })
    return Promise.resolve({ ...houseOf(store, zone), ask })
  }
}

export function usageCsv(lines: readonly Line[]): string {
  return csv(COLUMNS, lines)
}

export function directoryCsv(members: readonly Member[]): string {
  return csv(['person', 'team', 'from', 'to', 'aliases'], members)
}

function csv<Name extends string>(
  columns: readonly Name[],
  rows: readonly Readonly<Record<Name, string>>[],
): string {
  const lines = rows.map((row) => columns.map((column) => row[column]).join(','))
  return `${[columns.join(','), ...lines].join('\n')}\n`
}
