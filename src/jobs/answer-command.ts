import { type View, viewerName } from '#core/access/access.ts'
import { placeOf, readers } from '#core/access/place.ts'
import { redact } from '#core/command/redact.ts'
import type { Digested } from '#core/explain/digested.ts'
import { madeOf } from '#core/explain/made.ts'
import type { Answered } from '#core/message/answered.ts'
import { knownBy } from '#core/message/known-by.ts'
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
  readonly answered?: Answered
  readonly digested?: Digested
  readonly passing?: boolean
}

/**
 * Answers a command: parse, access, names, numbers, words. Every question leaves an audit row before
 * its answer goes out; one whose row can't be written is refused. Never rejects: a fault becomes a
 * `failed` answer with a reference that the log repeats.
 */
export function answerCommand(house: AnswerHouse): AnswerCommand {
  return async (request) => {
    const drafted = await draft(request, house)
    const { trace, reveals, view = 'exact' } = drafted
    const answer = withReaders(drafted.answer, request)
    const row = { action: 'ask', outcome: answer.outcome, ...trace } as const
    const unwritten = await record(request, row, house)
    if (unwritten !== undefined && reveals)
      return { outcome: 'refused', message: notAuditedMessage(unwritten) }
    // One's own exact numbers beside one's own account would tell whose alias it is: they are not stored.
    const stored = answer.report !== undefined && view !== 'self' && drafted.passing !== true
    return stored ? kept(answer, request, { ...drafted, view }) : answer
  }

  /** Without its id an answer can't be kept or explained; it is still the answer. */
  async function kept(answer: Answer, { viewer }: AskRequest, given: Kept): Promise<Answer> {
    const { trace, answered, view } = given
    try {
      const made = answered
        ? madeOf(answered, await by(trace))
        : given.digested && { ...given.digested, ...(await by(trace)) }
      const { id, ref, message } = await house.answers.put({
        viewer: viewerName(viewer),
        at: house.clock.now(),
        command: trace.command,
        message: (ref) => (made ? knownBy(answer.message, ref) : answer.message),
        view,
        ...(made && { made }),
      })
      return { ...answer, message, answerId: id, ref }
    } catch (error) {
      house.log.warn(fault(error), 'An answer could not be stored, so it can not be kept')
      return answer
    }
  }

  /** What answers are made by, and of whom one shows numbers. */
  async function by({ detail }: Trace) {
    const held = await house.policyInForce?.()
    const { people } = detail
    return {
      code: house.code ?? 'unknown',
      policy: { version: held?.version ?? 0, hash: held?.hash ?? '' },
      ...(typeof people === 'string' && { people }),
    }
  }
}

type Kept = Pick<Drafted, 'trace' | 'answered' | 'digested'> & { readonly view: View }

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
        return measured(question, request)
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

function said(ended: Ended): Drafted {
  const {
    outcome,
    message,
    command,
    detail,
    report,
    action = 'ask',
    passing = false,
    answered,
    digested,
    view,
  } = ended
  // Suggestions for a name that is not known are names that are; status and contract say what there is, budgets whose.
  const reveals =
    detail['reason'] === 'unresolved' ||
    detail['status'] === true ||
    'contracts' in detail ||
    'budgets' in detail ||
    report !== undefined
  return {
    answer: { outcome, message, ...(report !== undefined && { report }) },
    trace: { action, command, detail },
    reveals,
    passing,
    ...(answered && { answered }),
    ...(digested && { digested }),
    ...(view && { view }),
  }
}

function measured(taken: Taken, { viewer }: AskRequest): Drafted {
  const { command, detail, message, view, answered, empty } = taken
  const { period, previous } = answered.span
  const since = previous.from < period.from ? previous.from : period.from
  const report = reportOf({ ...taken, viewer: viewerName(viewer), message })
  return {
    answer: { outcome: 'answered', message, report, since, ...(empty && { empty }) },
    trace: { command, detail },
    reveals: true,
    view,
    answered,
  }
}
