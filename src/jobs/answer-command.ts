import { type View, viewerName } from '#core/access/access.ts'
import { placeOf, readers } from '#core/access/place.ts'
import { redact } from '#core/command/redact.ts'
import { failedMessage, notAuditedMessage } from '#core/message/trouble.ts'
import type { Answer, AnswerCommand, Answers, AskRequest, Audit, Log } from '#ports.ts'

import type { Ended, Reads, Taken, Trace } from './outcome.ts'
import { takeQuestion } from './question.ts'
import { reportOf } from './report.ts'
import { fault, record, reference } from './trouble.ts'

export type AnswerHouse = Reads & {
  readonly audit: Audit
  readonly answers: Answers
  readonly log: Log
}

/** An answer and its trace; `reveals` when it holds what the store knows. */
type Drafted = {
  readonly answer: Answer
  readonly trace: Trace
  readonly reveals: boolean
  readonly view?: View
}

/**
 * Answers a command: parse, access, names, numbers, words. Every question leaves an audit row before
 * its answer goes out; one whose row can't be written is refused. Never rejects: a fault becomes a
 * `failed` answer with a reference that the log repeats.
 */
export function answerCommand(house: AnswerHouse): AnswerCommand {
  return async (request) => {
    const { answer: drafted, trace, reveals, view = 'exact' } = await draft(request, house)
    const answer = withReaders(drafted, request)
    const row = { action: 'ask', outcome: answer.outcome, ...trace } as const
    const unwritten = await record(request, row, house)
    if (unwritten !== undefined && reveals)
      return { outcome: 'refused', message: notAuditedMessage(unwritten) }
    // One's own exact numbers beside one's own account would tell whose alias it is: they are not stored.
    const stored = answer.report !== undefined && view !== 'self'
    return stored ? kept(answer, request, { ...trace, view }) : answer
  }

  /** Without its id an answer can't be kept; it is still the answer. */
  async function kept(answer: Answer, { viewer }: AskRequest, given: Kept): Promise<Answer> {
    const { message } = answer
    const { command, view } = given
    try {
      const at = house.clock.now()
      const answerId = await house.answers.put({
        viewer: viewerName(viewer),
        at,
        command,
        message,
        view,
      })
      return { ...answer, answerId }
    } catch (error) {
      house.log.warn(fault(error), 'An answer could not be stored, so it can not be kept')
      return answer
    }
  }
}

type Kept = Pick<Trace, 'command'> & { readonly view: View }

/** Where others read along, the message says who. */
function withReaders(answer: Answer, { place }: AskRequest): Answer {
  const text = readers(placeOf(place))
  if (text === undefined) return answer
  const { message } = answer
  return { ...answer, message: { ...message, parts: [...message.parts, { kind: 'note', text }] } }
}

async function draft(request: AskRequest, house: AnswerHouse): Promise<Drafted> {
  try {
    const question = await takeQuestion(request, house)
    switch (question.kind) {
      case 'ended':
        return said(question)
      case 'taken':
        return answered(question, request)
    }
  } catch (error) {
    const ref = reference(house.clock)
    house.log.error({ reference: ref, ...fault(error) }, 'A question could not be answered')
    return {
      answer: { outcome: 'failed', message: failedMessage(ref) },
      trace: { command: redact(request.text), detail: { reference: ref } },
      reveals: false,
    }
  }
}

function said({ outcome, message, command, detail, report, action = 'ask', view }: Ended): Drafted {
  // Suggestions for a name that is not known are names that are; status and contract say what there is.
  const reveals =
    detail['reason'] === 'unresolved' ||
    detail['status'] === true ||
    'contracts' in detail ||
    report !== undefined
  return {
    answer: { outcome, message, ...(report !== undefined && { report }) },
    trace: { action, command, detail },
    reveals,
    ...(view && { view }),
  }
}

function answered(taken: Taken, { viewer }: AskRequest): Drafted {
  const { command, detail, message, view } = taken
  const report = reportOf({ ...taken, viewer: viewerName(viewer), message })
  return {
    answer: { outcome: 'answered', message, report },
    trace: { command, detail },
    reveals: true,
    view,
  }
}
