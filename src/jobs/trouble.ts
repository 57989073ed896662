import { viewerName } from '#core/access/access.ts'
import type { AskRequest, Audit, AuditRow, Clock, Log } from '#ports.ts'

type Records = { readonly audit: Audit; readonly clock: Clock; readonly log: Log }

/** Short enough to read out on the phone, and in the log beside what went wrong. */
export function reference(clock: Clock): string {
  return clock.now().toString(36).slice(-6)
}

/** What went wrong, for the log: the kind of fault and its sentence, never what was asked. */
export function fault(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof Error
    ? { error: error.name, message: error.message, stack: error.stack }
    : { error: String(error) }
}

/** Writes the audit row; the reference under which the failure was logged when it can't be written. */
export async function record(
  request: AskRequest,
  row: Pick<AuditRow, 'action' | 'command' | 'outcome' | 'detail'>,
  { audit, clock, log }: Records,
): Promise<string | undefined> {
  try {
    const { viewer, place } = request
    await audit.record({ ...row, at: clock.now(), viewer: viewerName(viewer), place })
    return undefined
  } catch (error) {
    const ref = reference(clock)
    log.error({ reference: ref, action: row.action, ...fault(error) }, 'No audit row was written')
    return ref
  }
}
