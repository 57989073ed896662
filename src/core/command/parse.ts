import { readActions } from './actions.ts'
import { readAlertOrRule } from './alert-made.ts'
import { readAlerts } from './alert.ts'
import { readBaseline } from './baseline.ts'
import { readBudget } from './budget.ts'
import { readAlone } from './build.ts'
import { bundled, isBundle } from './bundles.ts'
import type { Ask, Command, Misread, Problem } from './command.ts'
import { formatCompare } from './compare.ts'
import { readAudit, readGovernance, readMe, readReconcile, readSignals } from './dated-words.ts'
import { readDigest } from './digest-words.ts'
import { type Draft, merge, read } from './draft.ts'
import { readExplain, readWhy } from './explain.ts'
import { readExport, readForExcel } from './export.ts'
import { format } from './format.ts'
import { LONGEST_TEXT } from './grammar.ts'
import { readLimits } from './limits.ts'
import { readMetrics } from './metric-words.ts'
import { readNotes } from './notes.ts'
import { readOnMachine } from './on-machine.ts'
import { DEFAULT_PERIOD } from './periods.ts'
import { readRoles } from './roles.ts'
import { readSave, readSaved } from './saved.ts'
import { sectionOf } from './section.ts'
import { readSlip } from './slip.ts'
import { formatSplit } from './split.ts'
import { readSubscribe, readSubscriptions } from './subscribe.ts'
import { readApprovals } from './trail.ts'

const HELP = /^\s*(?:(?:help|--help|-h)(?=$|[\s:]):?|\?(?=$|\s))\s*/iu

const STATUS = /^[\s\p{Cf}]*status[\s.!?]*$/iu
const PRIVACY = /^[\s\p{Cf}]*privacy(?:\s+policy)?[\s.!?]*$/iu
const CONTRACT = /^[\s\p{Cf}]*contracts?[\s.!?]*$/iu

/** The command a text means, or what of it was not understood. Never throws. */
export function parse(text: string): Command | Misread {
  if (text.length > LONGEST_TEXT) return tooLong(text)
  const help = HELP.exec(text)
  if (help) {
    const topic = text.slice(help[0].length).trim()
    return topic === '' ? { kind: 'help' } : { kind: 'help', topic }
  }
  const excel = readForExcel(text, parse)
  if (excel) return excel
  if (STATUS.test(text)) return { kind: 'status' }
  if (CONTRACT.test(text)) return { kind: 'contract' }
  if (PRIVACY.test(text)) return { kind: 'privacy' }
  const section = sectionOf(text)
  switch (section?.key) {
    case 'costs reconcile':
      return readReconcile(text, section.end)
    case 'build':
    case 'accuracy':
      return readAlone(section.key, { text, start: section.end })
    case 'digest':
      return readDigest(text, section.end)
    case 'me':
      return readMe(text, section.end)
    case 'roles':
      return readRoles(text, section.end)
    case 'alerts':
      return readAlerts(text, section.end)
    case 'alert':
      return readAlertOrRule(text, section.end)
    case 'budget':
      return readBudget(text, section.end)
    case 'governance':
      return readGovernance(text, section.end)
    case 'signals':
      return readSignals(text, section.end)
    case 'audit':
      return readAudit(text, section.end)
    case 'actions':
      return readActions(text, section.end)
    case 'baseline':
      return readBaseline(text, section.end)
    case 'limits':
      return readLimits(text, section.end)
    case 'notes':
      return readNotes(text, section.end)
    case 'approvals':
      return readApprovals(text, section.end)
    case 'explain':
      return readExplain(text, section.end)
    case 'why':
      return readWhy(text, section.end, parse)
    case 'metrics':
      return readMetrics(text, section.end)
    case 'usage':
    case 'costs':
    case 'people':
    case 'seats':
    case 'agents':
    case 'models':
    case 'prompts': {
      const { problems, ...draft } = read(text.slice(section.end))
      return understood(text, { problems, asked: bundled(section.key, draft) })
    }
    case 'save':
      return readSave(text, section.end, parse)
    case 'saved':
      return readSaved(text, section.end)
    case 'subscribe':
      return readSubscribe(text, section.end, parse)
    case 'subscriptions':
      return readSubscriptions(text, section.end, parse)
    case undefined:
  }
  const file = readExport(text, parse)
  if (file) return file
  const slip = readSlip(text, parse)
  if (slip) return slip
  const { problems, ...draft } = read(text)
  const machine = problems.length > 0 ? readOnMachine(text) : undefined
  return machine ?? understood(text, { problems, asked: ask(draft) })
}

function understood(
  text: string,
  { problems, asked }: { readonly problems: readonly Problem[]; readonly asked: Ask },
): Ask | Misread {
  if (problems.length === 0) return clash(text, asked) ?? asked
  const misread: Misread = { kind: 'misread', text, problems }
  const choices = problems.flatMap(({ suggestions }) =>
    suggestions.length === 1 ? suggestions : [],
  )
  const suggestion = choices.length === problems.length ? correct(text, choices) : undefined
  return suggestion === undefined ? misread : { ...misread, suggestion }
}

/**
 * The canonical command that a misread text becomes when its problems are replaced by `choices`;
 * undefined when that is no command either.
 */
export function correct(text: string, choices: readonly string[]): string | undefined {
  if (choices.includes('help')) return 'help'
  for (const whole of ['status', 'contract', 'privacy']) if (choices.includes(whole)) return whole
  const chosen = choices.map(read)
  if (chosen.some(({ problems }) => problems.length > 0)) return undefined
  const section = sectionOf(text)
  const bundle =
    section && isBundle(section.key) ? { key: section.key, end: section.end } : undefined
  const { problems: _, ...draft } = chosen.reduce(merge, read(text.slice(bundle?.end ?? 0)))
  const corrected = format(bundle ? bundled(bundle.key, draft) : ask(draft))
  return parse(corrected).kind === 'misread' ? undefined : corrected
}

function ask({ period = DEFAULT_PERIOD, ...draft }: Omit<Draft, 'problems'>): Ask {
  return { kind: 'ask', period, ...draft }
}

/** Two scopes are set side by side whole: with a split it would be a table of tables. */
function clash(text: string, asked: Ask): Misread | undefined {
  const { by, also, top: _top, ...whole } = asked
  if (!whole.compare) return undefined
  if (isSame(whole.compare.values, whole.filters[whole.compare.key]))
    return besideItself(text, asked)
  if (!by) return undefined
  const why = 'Two are compared whole, not split.'
  const problems = [{ text: formatSplit({ by, also }), why, suggestions: [] }]
  return { kind: 'misread', text, problems, suggestion: format(whole) }
}

/** What is compared with itself: what it asks without that. */
export function besideItself(text: string, { compare, ...alone }: Ask): Misread {
  const why = 'That is what is asked about already: name another to set beside it.'
  const typed = compare ? formatCompare(compare) : ''
  const problems = [{ text: typed, why, suggestions: [] }]
  return { kind: 'misread', text, problems, suggestion: format(alone) }
}

function isSame(one: readonly string[], other: readonly string[] = []): boolean {
  const written = (values: readonly string[]) =>
    [...new Set(values.map((value) => value.toLowerCase()))].toSorted().join('\n')
  return written(one) === written(other)
}

function tooLong(text: string): Misread {
  const why = `That is ${text.length.toLocaleString('en-US')} characters; a command has at most ${LONGEST_TEXT.toLocaleString('en-US')}.`
  return { kind: 'misread', text: '', problems: [{ text: '', why, suggestions: [] }] }
}
