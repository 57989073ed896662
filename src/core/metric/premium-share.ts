import { PREMIUM_LIST } from '#core/model/premium.ts'

import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const premiumShare: MetricDefinition = {
  id: 'premium_share',
  name: 'Premium share',
  unit: 'share',
  definition: 'How many sessions ran on a premium model, which answers best and costs most.',
  formula:
    'sessions on models that were premium on their day ÷ sessions whose model is known; a session has the model of its first message',
  rise: 'neutral',
  counts: [`As premium, without their small versions: ${PREMIUM_LIST.join('; ')}`],
  doesNotCount: ['Sessions whose model is not known', 'Daily session counts of vendors'],
  reportedBy: 'Sources of single messages with their time and model',
  typed: {
    word: 'premium_share',
    aliases: ['premium share', 'premium models', 'premium sessions', 'premium'],
    doc: 'Share of sessions on premium models',
  },
  said: (value) => `ran ${value} of sessions on premium models`,
  through: 'with',
  madeOf: [
    { name: 'sessions on premium models', unit: 'count' },
    { name: 'sessions of known models', unit: 'count' },
  ],
  format: (value) => formatValue('share', value),
}
