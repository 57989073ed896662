import { SinkError } from '#forwarding.ts'

const CODE = /^[\w-]{1,60}$/

/** The code of what Node says failed, also where it is the cause of something else. */
export function sinkError(error: unknown): SinkError {
  if (error instanceof SinkError) return error
  return new SinkError(codeOf(error) ?? 'unknown')
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code } = error as { readonly code?: unknown }
  if (typeof code === 'string' && CODE.test(code)) return code
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error.cause]
  return codeOf(first)
}
