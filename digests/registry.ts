import type { View } from '#core/digest/view.ts'

import { adoption } from './adoption.ts'
import { depth } from './depth.ts'
import { seats } from './seats.ts'
import { tokensAndSpend } from './tokens-and-spend.ts'

/** The views of the weekly digest, in the order they are listed. */
export const views: readonly View[] = [tokensAndSpend, adoption, depth, seats]
