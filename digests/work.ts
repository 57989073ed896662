import { lookAtSignals } from '#core/digest/signal-weeks.ts'
import { defineView } from '#core/digest/view.ts'
import { levelSentence, levelTable, signalChart } from '#core/signals/shown.ts'

export const work = defineView({
  id: 'work',
  title: 'AI use and work',
  question: 'Does work go differently where AI is used most weeks?',
  needs: 'a source of signals: pull requests or calendars (docs/signals.md)',
  advice:
    'A difference: ask those who use AI most weeks what they do otherwise, let one team try it',
  chart: 'compare',
  look: ({ facts }) =>
    lookAtSignals({ facts, id: 'work' }, ['level'], ({ view, period }) => ({
      shows: [levelTable(view)],
      chart: signalChart({ view, period }),
      quiet: levelSentence(view),
    })),
})
