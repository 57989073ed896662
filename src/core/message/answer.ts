import { answerButtons } from './answer-buttons.ts'
import { answerChart } from './answer-chart.ts'
import { type Answered, primary } from './answered.ts'
import { facts } from './facts.ts'
import type { Message, Part } from './message.ts'
import { smallPrint } from './small-print.ts'
import { splitTable } from './split-table.ts'
import { summary } from './summary.ts'
import { title } from './title.ts'
import { withheldPart } from './withheld.ts'

/** The answer to a question: a sentence that answers, the numbers, a picture, the split, the small print. */
export function answerMessage(answered: Answered): Message {
  const headline = primary(answered)
  const chart = headline && answerChart(headline, answered)
  return {
    title: title(answered),
    summary: summary(answered),
    parts: [
      { kind: 'facts', facts: facts(answered) },
      ...(chart ? [{ kind: 'chart', chart } satisfies Part] : []),
      ...(headline ? splitTable(headline, answered) : []),
      ...withheldPart(answered),
      { kind: 'note', text: smallPrint(answered) },
      answerButtons(answered),
    ],
  }
}
