import type { Audit, AuditRow } from '#ports.ts'

/** Who does what from the command line. `command` names nobody. */
export type Act = Pick<AuditRow, 'action' | 'command'> & {
  readonly by: string
  readonly at: number
  /** Nothing is written; what is shown is noted all the same. */
  readonly dryRun: boolean
}

/** Does it and leaves one audit row, also when it fails. */
export async function auditedAct<Result>(
  audit: Audit,
  { action, command, by, at, dryRun }: Act,
  run: () => Promise<{ readonly result: Result; readonly detail: AuditRow['detail'] }>,
): Promise<Result> {
  const row = { at, viewer: by, place: 'command line', action, command } as const
  let done: Awaited<ReturnType<typeof run>>
  try {
    done = await run()
  } catch (error) {
    await audit.record({ ...row, outcome: 'failed', detail: { dryRun } })
    throw error
  }
  await audit.record({
    ...row,
    outcome: dryRun ? 'answered' : 'done',
    detail: { ...done.detail, dryRun },
  })
  return done.result
}
