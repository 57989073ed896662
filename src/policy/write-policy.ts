import { stringify } from 'yaml'

import type { Policy } from '#core/policy/policy.ts'

/** A `policy.yml` that says this. */
export function writePolicy({ purposes, floor, mode, retention, reveal, places }: Policy): string {
  const { use, replaced, runs } = retention
  return stringify(
    { purposes, floor, mode, retention: { use, replaced, runs }, reveal, places },
    { lineWidth: 0 },
  )
}
