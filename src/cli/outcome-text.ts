import {
  type ImportKind,
  type ImportOutcome,
  type ImportPlan,
  PERIOD_KINDS,
  type PeriodKind,
} from '#core/import/outcome.ts'
import { rejectionText } from '#core/import/rejection.ts'

const format = new Intl.NumberFormat('en-US')

const NOUNS: Record<ImportKind, readonly [string, string]> = {
  usage: ['line', 'lines'],
  'github-copilot': ['row', 'rows'],
  'chatgpt-workspace': ['line', 'lines'],
  'gemini-console': ['line', 'lines'],
  'microsoft-copilot': ['line', 'lines'],
  directory: ['line', 'lines'],
  seats: ['seat', 'seats'],
  contracts: ['contract', 'contracts'],
  notes: ['note', 'notes'],
  governance: ['entry', 'entries'],
}

const counted = (count: number, [one, many]: readonly [string, string]) =>
  `${format.format(count)} ${count === 1 ? one : many}`

/** What became of the rows that were not refused. */
const OTHERS: Record<ImportOutcome['result'], string> = {
  applied: '; the others stand',
  planned: '; the others would stand',
  strict: '; nothing was imported, as --strict says',
  shrinks: '',
  empty: '',
}

/** What was refused, for standard error; '' when nothing was. */
export function rejectedText({ rejected, result, addedOnly }: ImportOutcome): string {
  if (rejected.count === 0) return ''
  const more = rejected.count - rejected.first.length
  const lines = rejected.first.map(rejectionText)
  if (more > 0) lines.push(`… and ${format.format(more)} more.`)
  return `${lines.join('\n')}\n${counted(rejected.count, ['row', 'rows'])} refused${OTHERS[result]}.\n${keptText(addedOnly)}`
}

function keptText(addedOnly = false): string {
  return addedOnly
    ? 'Nobody leaves the directory for that. Mend the rows and import it again, or give --yes if the others are all of it.\n'
    : ''
}

function days(plan: Pick<ImportPlan, 'firstDay' | 'lastDay'>): string {
  if (plan.firstDay === null) return ''
  return plan.firstDay === plan.lastDay
    ? ` of ${plan.firstDay}`
    : ` from ${plan.firstDay} to ${plan.lastDay}`
}

function planText(plan: ImportPlan): string {
  const lines = [
    `${counted(plan.changedDays, ['day changes', 'days change'])}, ${format.format(plan.unchangedDays)} are stored already.`,
    `${format.format(plan.added)} added, ${format.format(plan.replaced)} replaced, ${format.format(plan.removed)} removed.`,
  ]
  return `  ${lines.join('\n  ')}\n`
}

const SHRINKS_SHOWN = 10

/** The days that would lose lines; '' when none would. */
export function shrinksText({ plan }: ImportOutcome): string {
  const shrinks = plan?.shrinks ?? []
  if (shrinks.length === 0) return ''
  const lines = shrinks
    .slice(0, SHRINKS_SHOWN)
    .map(
      ({ source, day, before, after }) =>
        `  ${day}  ${source}: ${format.format(before)} → ${format.format(after)}`,
    )
  const more = shrinks.length - lines.length
  if (more > 0) lines.push(`  … and ${format.format(more)} more days`)
  return `These days would lose more than a fifth of their lines:\n${lines.join('\n')}\n`
}

type Periods = NonNullable<ImportOutcome['periods']>

const seatsText = ({ assigned, pools }: NonNullable<ImportOutcome['seats']>) =>
  `  ${counted(assigned, ['seat', 'seats'])} assigned in ${counted(pools, ['pool', 'pools'])}.\n`

/** What an export says that is not kept. */
const NOT_KEPT: Record<PeriodKind, string> = {
  'chatgpt-workspace': 'Messages by model are not kept.',
  'gemini-console': 'Use by app is not kept.',
  'microsoft-copilot': 'Last activity by app is not kept.',
}

function periodsText({ changed, ...periods }: Periods, kind: PeriodKind): string {
  const rows = `  ${counted(changed, ['line is', 'lines are'])} new or changed.\n`
  const left = `  They tell of whole periods: answers by day leave them out. ${NOT_KEPT[kind]}\n`
  return `${rows}${periodSeats(periods)}${left}`
}

function periodSeats({ seats, saysSeats, newest, whole }: Omit<Periods, 'changed'>): string {
  if (seats) return seatsText(seats)
  if (!saysSeats) return ''
  if (!newest) return `  Seats stand as a newer export says.\n`
  return whole ? '' : `  Seats stand as they were: someone may be in a refused row.\n`
}

const isPeriodKind = (kind: ImportKind): kind is PeriodKind =>
  PERIOD_KINDS.some((known) => known === kind)

/** Evidence is not written over: not by a file that has its ids. */
const differingText = (differing: number): string =>
  differing === 0
    ? ''
    : `  ${counted(differing, ['entry says', 'entries say'])} otherwise than another with ${differing === 1 ? 'its' : 'their'} id, which stays as it is. To correct that one, undo its import: ai-usage imports undo BATCH.\n`

function details({
  kind,
  plan,
  directory,
  seats,
  contracts,
  notes,
  governance,
  rows,
  periods,
}: ImportOutcome): string {
  if (directory) {
    const { people, joined, left, moved, units } = directory
    return `  ${format.format(people)} people in ${format.format(units)} units: ${format.format(joined)} joined, ${format.format(left)} left, ${format.format(moved)} moved.\n`
  }
  if (contracts) {
    const { added, replaced, days } = contracts
    const credits = days === 0 ? '' : ` Credits of ${counted(days, ['day', 'days'])} have a price.`
    return `  ${format.format(added)} new, ${format.format(replaced)} replaced.${credits}\n`
  }
  if (notes) {
    const known = rows - notes.added
    return `  ${format.format(notes.added)} new, ${format.format(known)} noted already.\n`
  }
  if (governance) {
    const { added, unknown, differing } = governance
    const other =
      unknown === 0
        ? ''
        : `  ${counted(unknown, NOUNS.governance)} of a type that is not known, kept as other.\n`
    return `  ${format.format(added)} new, ${format.format(rows - added)} stored already or given twice.\n${other}${differingText(differing)}`
  }
  if (seats) return seatsText(seats)
  if (periods && isPeriodKind(kind)) return periodsText(periods, kind)
  return plan ? planText(plan) : ''
}

/** What an import did, in a few lines. */
export function outcomeText(outcome: ImportOutcome): string {
  const { kind, result, rows, batch, plan } = outcome
  const span = plan ?? outcome.periods ?? outcome.governance
  const what = `${counted(rows, NOUNS[kind])}${span ? days(span) : ''}`
  switch (result) {
    case 'applied': {
      const same = plan !== undefined && plan.changedDays === 0
      const as = batch === null ? '' : ` as batch ${batch}`
      return same
        ? `Nothing changed: ${what} are stored already.\n`
        : `Imported ${what}${as}.\n${details(outcome)}`
    }
    case 'planned':
      return `Would import ${what}; nothing was written.\n${details(outcome)}`
    case 'strict':
      return ''
    case 'shrinks':
      if (outcome.directory)
        return `${details(outcome)}Nothing was imported: more than a fifth of the people would leave or move. Give --yes if that is so.\n`
      return `Nothing was imported. Give --yes if ${what} are all there is.\n`
    case 'empty':
      return 'Nothing was imported: there is no good row. Give a file with at least one.\n'
  }
}
