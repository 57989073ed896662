import { createHash, randomBytes } from 'node:crypto'

import type { Lots } from '#jobs/action-house.ts'

export const lots: Lots = {
  seed: () => randomBytes(32).toString('hex'),
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
}
