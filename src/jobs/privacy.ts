import type { Forgotten, KeyChange, KeyRotation, PersonRows, Privacy } from '#books.ts'
import type { Audit, AuditRow } from '#ports.ts'

export type PrivacyHouse = {
  readonly privacy: Privacy
  readonly audit: Audit
  /** Epoch milliseconds. */
  readonly at: number
}

/** What it was, and never about whom: the trail outlives those who were forgotten. */
async function audited<Result>(
  { audit, at }: Pick<PrivacyHouse, 'audit' | 'at'>,
  command: string,
  { work, detail }: { work: () => Promise<Result>; detail: (result: Result) => AuditRow['detail'] },
): Promise<Result> {
  const row = { at, viewer: 'operator', place: 'command line', action: 'privacy', command } as const
  try {
    const result = await work()
    await audit.record({ ...row, outcome: 'done', detail: detail(result) })
    return result
  } catch (error) {
    await audit.record({ ...row, outcome: 'failed', detail: {} })
    throw error
  }
}

/** Everything of a person. Nothing leaves before the trail says that it did. */
export function exportOf(person: string, house: PrivacyHouse): Promise<PersonRows> {
  return audited(house, 'privacy export [person]', {
    work: () => house.privacy.export(person),
    detail: ({ tables }) => ({
      tables: Object.keys(tables).length,
      rows: Object.values(tables).reduce((sum, rows) => sum + rows.length, 0),
    }),
  })
}

/** A dry run leaves a row, too: it says whether the store knows somebody. */
export function forget(
  person: string,
  { dryRun }: { readonly dryRun: boolean },
  house: PrivacyHouse,
): Promise<Forgotten> {
  return audited(house, `privacy forget [person]${dryRun ? '' : ' --yes'}`, {
    work: () => house.privacy.forget(person, { dryRun }),
    detail: ({ already, accounts, rows, days }) => ({ already, accounts, rows, days }),
  })
}

export function remember(person: string, house: PrivacyHouse): Promise<boolean> {
  return audited(house, 'privacy remember [person]', {
    work: () => house.privacy.remember(person),
    detail: (found) => ({ found }),
  })
}

/** Each step of a change of key, with what was counted; looking at how far it is leaves no row. */
export function rotation(
  house: Pick<PrivacyHouse, 'audit' | 'at'> & { readonly keyRotation: KeyRotation },
): KeyRotation {
  const { keyRotation } = house
  return {
    begin: () =>
      audited(house, 'privacy rotate-key', { work: () => keyRotation.begin(), detail: numbers }),
    status: () => keyRotation.status(),
    finish: ({ dryRun }) =>
      dryRun
        ? keyRotation.finish({ dryRun })
        : audited(house, 'privacy rotate-key finish --yes', {
            work: () => keyRotation.finish({ dryRun }),
            detail: (change) => (change ? numbers(change) : {}),
          }),
  }
}

const numbers = ({ people, services, forgotten, assets, lines, days }: KeyChange) => ({
  people: people.of - people.seen,
  services: services.of - services.seen,
  forgotten: forgotten.of - forgotten.seen,
  assets: assets.of - assets.seen,
  lines,
  days,
})
