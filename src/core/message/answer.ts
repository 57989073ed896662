import { answerButtons } from './answer-buttons.ts'
import { answerChart } from './answer-chart.ts'
import { type Answered, primary } from './answered.ts'
import { bothSides, compareLines, compareSummary, compareTable } from './compare.ts'
import { facts } from './facts.ts'
import type { Message, Part } from './message.ts'
import { smallPrint } from './small-print.ts'
import { splitTable } from './split-table.ts'
import { summary } from './summary.ts'
import { tenthsTable } from './tenths-table.ts'
import { title } from './title.ts'
import { withheldPart } from './withheld.ts'

/** The answer to a question: a sentence that answers, the numbers, a picture, the split, the small print. */
export function answerMessage(answered: Answered): Message {
  const both = bothSides(answered)
  if (both) return compared(answered, both)
  const headline = primary(answered)
  const chart = headline && answerChart(headline, answered)
  return {
    title: title(answered),
    summary: summary(answered),
    parts: [
      { kind: 'facts', facts: facts(answered) },
      ...(chart ? [{ kind: 'chart', chart } satisfies Part] : []),
      ...(headline ? splitTable(headline, answered) : []),
      ...tenthsTable(answered),
      ...withheldPart(answered),
      { kind: 'note', text: smallPrint(answered) },
      answerButtons(answered),
    ],
  }
}

/** Two side by side: a sentence about both, both courses, every number of both. */
function compared(answered: Answered, both: NonNullable<ReturnType<typeof bothSides>>): Message {
  const chart = compareLines(both)
  return {
    title: title(answered),
    summary: compareSummary(both),
    parts: [
      ...(chart ? [{ kind: 'chart', chart } satisfies Part] : []),
      compareTable(both),
      ...withheldPart(answered),
      { kind: 'note', text: smallPrint(answered) },
      answerButtons(answered),
    ],
  }
}
