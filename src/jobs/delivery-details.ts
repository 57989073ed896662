import type { Held, NewDelivery } from '#deliveries.ts'

/** What goes into the thread, as a delivery of its own: it is there once, or not at all. */
export function detailsOf({ key, kind, target, message }: Held, ref: string, now: number) {
  const { details: parts = [] } = message ?? {}
  if (parts.length === 0) return []
  const details: NewDelivery = {
    key: `${key}:details`,
    kind,
    target,
    message: { title: '', summary: 'In detail:', parts },
    owner: undefined,
    critical: false,
    notBefore: now,
    thread: ref,
  }
  return [details]
}
