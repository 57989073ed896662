import { viewerName } from '#core/access/access.ts'
import type { LogFacts } from '#core/privacy/log-fields.ts'
import type { AskRequest, Audit, AuditRow, Clock, Log } from '#ports.ts'

type Records = { readonly audit: Audit; readonly clock: Clock; readonly log: Log }

/** Short enough to read out on the phone, and in the log beside what went wrong. */
export function reference(clock: Clock): string {
  return clock.now().toString(36).slice(-6)
}

/** Its sentences are ours: they name a query and the server's code, no parameter and no value. */
const STORE_ERROR = 'StoreError'

/**
 * What went wrong, for the log: the kind of fault and where in the program, never what was asked. The
 * message of an error that is not ours may hold a person or a secret, so it stays out.
 */
export function fault(error: unknown): LogFacts {
  if (!(error instanceof Error)) return { error: typeof error }
  return {
    error: error.constructor.name,
    ...('code' in error && isCode(error.code) && { code: error.code }),
    ...(error.name === STORE_ERROR && { message: error.message }),
    at: frames(error),
  }
}

const isCode = (code: unknown): code is string =>
  typeof code === 'string' && /^[\w-]{1,40}$/.test(code)

const FRAME = /^ {4}at .+:\d+:\d+\)?$/

/** The places of the stack alone; none where the message that stands before them is not known. */
function frames({ stack = '', message }: Error): readonly string[] {
  const begins = stack.indexOf(message)
  if (begins < 0) return []
  const below = stack.slice(begins + message.length).split('\n')
  return below.filter((line) => FRAME.test(line)).map((line) => line.trim())
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
