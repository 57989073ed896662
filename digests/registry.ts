import type { View } from '#core/digest/view.ts'

import { adoption } from './adoption.ts'
import { agents } from './agents.ts'
import { began } from './began.ts'
import { budget } from './budget.ts'
import { cohorts } from './cohorts.ts'
import { connectors } from './connectors.ts'
import { depth } from './depth.ts'
import { governance } from './governance.ts'
import { models } from './models.ts'
import { pattern } from './pattern.ts'
import { prompts } from './prompts.ts'
import { renewal } from './renewal.ts'
import { seats } from './seats.ts'
import { tokensAndSpend } from './tokens-and-spend.ts'
import { value } from './value.ts'
import { work } from './work.ts'

/** The views of the weekly digest, in the order they are listed. */
export const views: readonly View[] = [
  tokensAndSpend,
  adoption,
  cohorts,
  depth,
  prompts,
  models,
  pattern,
  value,
  seats,
  renewal,
  budget,
  agents,
  connectors,
  governance,
  work,
  began,
]
