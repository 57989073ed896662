import { addDays, type Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

import type { Answer, Asked } from './answer.ts'
import { adoptionCourse, type CourseWeek } from './course.ts'
import type { Counted, Question, Refusal, SignalFinding } from './findings.ts'
import type { Found } from './found.ts'
import { askAll, judged } from './judge.ts'
import type { SignalCell, SignalId, UnitTraits } from './panel.ts'
import { QUESTIONS } from './questions.ts'

/** What was answered of one signal, decided once: of weeks that no other answers of it are of. */
export type DecidedAnswers = {
  /** A department; empty is the company. */
  readonly unit: string
  readonly signal: SignalId
  /** The first Monday, and the last. */
  readonly since: Day
  readonly through: Day
  /** By the question's id. Of what is refused nothing is counted. */
  readonly answers: Readonly<
    Record<string, Refusal | { readonly counted: Counted; readonly answer: Answer }>
  >
  /** Of the company: how it went around the first week of sustained use. */
  readonly course: readonly CourseWeek[]
}

export type Deciding = {
  /** The signals whose turn it is. */
  readonly signals: ReadonlySet<SignalId>
  readonly since: Day
  readonly through: Day
  readonly floor: number
}

/**
 * The questions about some signals, for the company and for each department that is enough by itself:
 * who takes the departments out of the company has enough left, or nothing. A signal of which none can
 * be answered is not in it.
 */
export function decideAnswers(
  given: { readonly cells: readonly SignalCell[]; readonly traits: readonly UnitTraits[] },
  { signals, since, through, floor }: Deciding,
): readonly DecidedAnswers[] {
  if (signals.size === 0) return []
  const cells = withoutFew(given.cells, floor)
  const all = askAll({ cells, traits: given.traits }, { since, floor }).filter(({ asked }) =>
    signals.has(asked.question.signal),
  )
  return [...signals].flatMap((signal) => {
    const own = all.filter(({ asked }) => asked.question.signal === signal)
    if (own.every(({ asked }) => typeof asked.answer === 'string')) return []
    const departments = own.flatMap(departmentsOf)
    const row = (unit: string, asked: readonly Asked[]): DecidedAnswers => ({
      unit,
      signal,
      since,
      through,
      answers: Object.fromEntries(
        asked.map(({ question, counted, answer }) => [
          question.id,
          typeof answer === 'string' ? answer : { counted, answer: rounded(answer) },
        ]),
      ),
      course: unit === '' ? rounded(adoptionCourse(cells, signal, { since, floor })) : [],
    })
    return [
      row(
        '',
        own.map(({ asked }) => asked),
      ),
      ...Array.from(
        Map.groupBy(departments, ({ unit }) => unit),
        ([unit, theirs]) =>
          row(
            unit,
            theirs.map(({ asked }) => asked),
          ),
      ),
    ]
  })
}

/**
 * Without what is known of fewer than the floor in one unit and week: whatever is taken out of an
 * answer, what one unit adds to it is of that many.
 */
function withoutFew(cells: readonly SignalCell[], floor: number): readonly SignalCell[] {
  const known = new Map<string, number>()
  for (const { unit, week, signals } of cells)
    for (const [signal, { people }] of Object.entries(signals)) {
      const key = `${week} ${signal} ${unit}`
      known.set(key, (known.get(key) ?? 0) + people)
    }
  const few = ({ unit, week }: SignalCell, signal: string) =>
    (known.get(`${week} ${signal} ${unit}`) ?? 0) < floor
  // There may be millions of them: those that stay whole are not made anew.
  return cells.map((cell) => {
    const all = Object.entries(cell.signals)
    const left = all.filter(([signal]) => !few(cell, signal))
    return left.length === all.length ? cell : { ...cell, signals: Object.fromEntries(left) }
  })
}

const department = ({ unit }: Found): string => unit.split('/')[0] ?? ''

type Whole = ReturnType<typeof askAll>[number]

/** Teams that are compared with teams of other departments speak of no department. */
function departmentsOf({
  asked,
  found,
  of,
}: Whole): readonly { readonly unit: string; readonly asked: Asked }[] {
  if (asked.question.design === 'units' || isRefused(asked)) return []
  const all = Array.from(Map.groupBy(found, department), ([unit, own]) => ({ unit, own }))
  const alone = all
    .filter(({ own }) => !isRefused(of(own)))
    .toSorted((a, b) => b.own.length - a.own.length || (a.unit < b.unit ? -1 : 1))
  const left = all.filter((one) => !alone.includes(one)).flatMap(({ own }) => own)
  for (let last = alone.at(-1); left.length > 0 && isRefused(of(left)) && last;) {
    left.push(...last.own)
    alone.pop()
    last = alone.at(-1)
  }
  return alone.map(({ unit, own }) => ({ unit, asked: of(own) }))
}

const isRefused = ({ answer }: Asked): boolean => typeof answer === 'string'

/** To four digits: more would tell what two answers differ by. */
function rounded<Value>(value: Value): Value {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) =>
      typeof each === 'number' ? Number(each.toPrecision(4)) : each,
    ),
  ) as Value
}

/** The weeks that were answered of, the latest of any signal; undefined where none were. */
export function answeredWeeks(decided: readonly DecidedAnswers[]): Period | undefined {
  const [last] = decided.toSorted((a, b) => (a.through < b.through ? 1 : -1))
  return last && { from: last.since, to: addDays(last.through, 6) }
}

/** What is said of the latest answers about one unit; those of other signals may be of other weeks. */
export function findingsOf(decided: readonly DecidedAnswers[]): readonly SignalFinding[] {
  const known = new Map(decided.flatMap(({ answers }) => Object.entries(answers)))
  return judged(QUESTIONS.map((question) => askedOf(question, known.get(question.id))))
}

const NOBODY: Counted = { people: 0, others: 0, units: 0, weeks: 0 }

function askedOf(question: Question, known: DecidedAnswers['answers'][string] | undefined): Asked {
  if (known === undefined || typeof known === 'string')
    return { question, counted: NOBODY, answer: known ?? 'refused: nothing known' }
  return { question, ...known }
}
